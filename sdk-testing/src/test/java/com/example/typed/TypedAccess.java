package com.example.typed;

import static io.govshare.dataset.Query.not;
import static io.govshare.dataset.Query.path;
import static io.govshare.dataset.Query.where;

import com.example.typed.Person.Address;
import com.example.typed.Person.Status;
import io.govshare.GovShare;
import io.govshare.dataset.CallOptions;
import io.govshare.dataset.Dataset;
import io.govshare.dataset.Page;
import io.govshare.dataset.Query;
import io.govshare.dataset.SchemaDrift;
import io.govshare.error.ResponseRejectedException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The examples of docs/typed-access.md, as a reader would type them in. */
public final class TypedAccess {

    private static final Logger log = LoggerFactory.getLogger(TypedAccess.class);

    private TypedAccess() {}

    /** Ways to ask. */
    public static Page<Person> ask(Dataset<Person> persons) {
        Optional<Person> one = persons.find("35010220000101001X");
        Optional<Person> oldest = persons.first(where(Person::rural).is(true).orderBy(Person::registered));
        boolean any = persons.exists(where(Person::status).isNot(Status.OTHER));
        long away = persons.count(where(Person::status).in(Status.AWAY, Status.OTHER));
        Page<Person> page = persons.query(where(Person::registered)
                .atLeast(Instant.parse("2023-01-01T00:00:00Z"))
                .and(Person::name)
                .startsWith("欧阳")
                .orderByDescending(Person::registered)
                .limit(50)
                .counted());
        log.info("{} {} {} {}", one.isPresent(), oldest.isPresent(), any, away);
        return page;
    }

    /** Conditions. */
    public static List<Query<Person>> combine(List<String> cities) {
        Query<Person> inTheCities = where(path(Person::address, Address::city)).in(cities);
        Query<Person> either =
                inTheCities.or(where(Person::rural).is(false).and(Person::phone).isNotNull());
        Query<Person> neither = not(either);
        return List.of(inTheCities, either, neither);
    }

    /** Names in the place of method references. */
    public static List<?> byName(GovShare govshare) {
        @SuppressWarnings("rawtypes")
        Dataset<Map> maps = govshare.dataset("cn.police.persons", Map.class);
        return maps.query(where("address/city").is("福州").orderBy("born").limit(10))
                .items();
    }

    /** Options of one call. */
    public static Page<Person> once(Dataset<Person> persons, Query<Person> query, String requestId) {
        CallOptions options = CallOptions.defaults()
                .timeout(Duration.ofSeconds(5))
                .attempts(1)
                .fresh()
                .correlationId(requestId);
        return persons.with(options).query(query);
    }

    /** Errors. */
    public static List<Person> read(Dataset<Person> persons, Query<Person> query) {
        try {
            return persons.query(query).items();
        } catch (ResponseRejectedException unreadable) {
            log.error("{}", unreadable.getMessage());
            throw unreadable;
        }
    }

    /** Drift. */
    public static void check(GovShare govshare) {
        SchemaDrift drift = govshare.check("cn.police.persons", Person.class);
        if (!drift.isEmpty()) {
            log.warn("{}", drift);
        }
        drift.orThrow();
    }
}
