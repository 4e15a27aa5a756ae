package io.govshare.benchmarks;

import java.time.LocalDate;

/** A record of about 1 KB, of the kinds of fields that registers have. */
record Small(
        String code,
        String name,
        String legalRepresentative,
        String registrationAuthority,
        String address,
        String businessScope,
        LocalDate established,
        LocalDate approved,
        long capital,
        int employees,
        boolean active,
        String status) {

    static String sample(int code) {
        return """
                {"code":"%d","name":"Riverside Trading and Logistics Company Limited","legalRepresentative":"Representative 0001",\
                "registrationAuthority":"Market Supervision Administration of the Example District","address":"%s",\
                "businessScope":"%s","established":"2009-04-17","approved":"2024-11-02","capital":50000000,"employees":312,\
                "active":true,"status":"in operation"}""".formatted(
                        code,
                        "No. 18 Example Road, Example District, Example City, ".repeat(3),
                        "Wholesale and retail of goods; ".repeat(12));
    }
}
