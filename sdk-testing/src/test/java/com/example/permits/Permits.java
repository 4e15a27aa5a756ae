package com.example.permits;

import static io.govshare.dataset.Query.where;

import io.govshare.GovShare;
import io.govshare.catalog.Grant;
import io.govshare.catalog.GrantPolicy;
import io.govshare.context.CallContext;
import io.govshare.context.ContextSource;
import io.govshare.dataset.Dataset;
import io.govshare.dataset.Masks;
import io.govshare.dataset.Query;
import io.govshare.dataset.Sensitive;
import io.govshare.error.Diagnosis;
import io.govshare.error.SharingDeniedException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The examples of docs/context-and-grants.md, as a reader would type them in. */
public final class Permits {

    private static final Logger log = LoggerFactory.getLogger(Permits.class);

    private Permits() {}

    /** Who is signed in, as the reader's application knows it. */
    public record Clerk(String id, String name) {}

    /** A context of one case. */
    public static Optional<Person> look(GovShare govshare, Dataset<Person> persons, Clerk clerk, String typedIn) {
        CallContext ofTheCase = CallContext.purpose("residence-permit")
                .legalBasis("Decree 663, Art. 9")
                .matter("442000-residence", "居住证办理")
                .caseNumber("BJ-2026-000123")
                .operator(clerk.id(), clerk.name())
                .build();

        Optional<Person> person = GovShare.inContext(ofTheCase, () -> persons.find(Sensitive.of(typedIn)));
        log.info("{} {}", govshare, person);
        return person;
    }

    /** A context of each web request. */
    public static GovShare.Builder signedIn(GovShare.Builder builder, Supplier<Optional<Clerk>> session) {
        CallContext always = CallContext.purpose("residence-permit").build();
        ContextSource current = () -> session.get()
                .map(clerk -> CallContext.builder().operator(clerk.id()).build().over(always))
                .orElse(always);

        return builder.context(current);
    }

    /** A refusal. */
    public static List<Person> ask(Dataset<Person> persons) {
        try {
            return persons.query(Query.all()).items();
        } catch (SharingDeniedException denied) {
            Diagnosis why = denied.diagnosis();
            log.warn("{}\n{}\n{}", why.cause(), why.evidence(), why.remedy());
            return persons.query(Query.<Person>all().select("idNumber", "name")).items();
        }
    }

    /** A grant by configuration. */
    public static GovShare.Builder bound(GovShare.Builder builder) {
        return builder.grants(GrantPolicy.STRICT)
                .bind(Grant.of("G-0001", "cn.police.persons", "residence-permit")
                        .onlyFields("idNumber", "name")
                        .valid(null, Instant.parse("2027-01-01T00:00:00Z"))
                        .applicationNumber("SQ-2026-0017")
                        .rows("residents of Fuzhou"));
    }

    /** The grants of a dataset. */
    public static void list(GovShare govshare, Instant now) {
        for (Grant grant : govshare.catalogue().grants("cn.police.persons").orElse(List.of())) {
            Instant end = grant.validUntil();
            boolean soon = end != null && end.isBefore(now.plus(Duration.ofDays(60)));
            log.info("{}{}", grant, soon ? " (to be renewed)" : "");
        }
    }

    /** Personal values. */
    public static void show(Dataset<Person> persons, Consumer<String> screen, String typedIn) {
        Query<Person> query = where(Person::idNumber).is(Sensitive.of(typedIn));
        for (Person person : persons.query(query.select("idNumber", "name")).items()) {
            log.info("found {}", person);
            screen.accept(
                    person.name().masked(Masks::name) + " " + person.idNumber().masked(Masks::identityNumber));
        }
    }
}
