package com.example.typed;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.govshare.dataset.DatePatterns;
import io.govshare.dataset.EmptyAsNull;
import io.govshare.dataset.KeyField;
import io.govshare.dataset.NumberAsText;
import io.govshare.dataset.Personal;
import io.govshare.dataset.YesNo;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** The records of docs/typed-access.md. */
public record Person(
        @KeyField @Personal @JsonProperty("ID_NO") String id,
        @Personal String name,

        @DatePatterns({"yyyyMMdd", "yyyy-MM-dd", "yyyy年M月d日"})
        LocalDate born,

        @DatePatterns(value = "yyyy-MM-dd HH:mm:ss", zone = "Asia/Shanghai")
        Instant registered,

        @YesNo boolean rural,
        @NumberAsText BigDecimal income,
        @EmptyAsNull String nickname,
        Optional<String> phone,
        Status status,
        Address address,
        List<String> districts) {

    public record Address(String city, String street) {}

    public enum Status {
        RESIDENT,
        AWAY,
        @JsonEnumDefaultValue
        OTHER
    }
}
