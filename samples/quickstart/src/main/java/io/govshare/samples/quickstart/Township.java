package io.govshare.samples.quickstart;

/** A township or street; its county is {@code areaCode}. */
record Township(String code, String name, String areaCode) {}
