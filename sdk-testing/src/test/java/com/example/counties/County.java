package com.example.counties;

record County(String code, String name, String cityCode, String provinceCode) {}
