package io.govshare.benchmarks;

/** A record of the size that division codes have. */
record Division(String code, String name, String cityCode, String provinceCode, int population, boolean urban) {

    static String sample(int i) {
        return "{\"code\":\"%06d\",\"name\":\"鼓楼区 %d\",\"cityCode\":\"3501\",\"provinceCode\":\"35\",\"population\":%d,\"urban\":%b}"
                .formatted(350_000 + i, i, 100_000 + i * 37, i % 2 == 0);
    }
}
