package io.govshare.samples.quickstart;

/** A county as the National Bureau of Statistics lists it. */
record County(String code, String name, String cityCode, String provinceCode) {}
