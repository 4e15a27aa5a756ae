package io.govshare.samples.quickstart;

/** A city or prefecture; its province is {@code provinceCode}. */
record City(String code, String name, String provinceCode) {}
