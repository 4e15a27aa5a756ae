package io.govshare.wholecall;

import static io.govshare.dataset.Query.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.GovShare;
import io.govshare.dataset.Dataset;
import io.govshare.dataset.DatePatterns;
import io.govshare.dataset.EmptyAsNull;
import io.govshare.dataset.Page;
import io.govshare.dataset.Query;
import io.govshare.dialect.gateway.Paging;
import io.govshare.dialect.gateway.Parameter.ValueType;
import io.govshare.dialect.gateway.Service;
import io.govshare.error.InvalidRequestException;
import io.govshare.testing.gateway.GatewayFault;
import io.govshare.testing.gateway.GatewayPaging;
import io.govshare.testing.gateway.GatewaySandbox;
import io.govshare.testing.gateway.GatewayService;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Records, pages and what stands in their place, on the strict gateways that exchange a secret. */
@Timeout(60)
class ExchangedSecretRowsTest {

    record Company(
            String code,
            String name,
            int staff,
            boolean open,

            @DatePatterns({"yyyy-MM-dd", "yyyyMMdd", "yyyy/MM/dd", "yyyy-MM-dd HH:mm:ss", "yyyy年M月d日"})
            LocalDate founded,

            @EmptyAsNull String address) {}

    private static final String NAME = "companies";
    private static final LocalDate FOUNDED = LocalDate.of(2023, 6, 30);

    @TempDir
    Path spool;

    private final SharedClock clock = new SharedClock();

    private static List<Company> companies(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Company("C" + i, "Mill " + i, i, i % 2 == 0, FOUNDED.plusDays(i), null))
                .toList();
    }

    /** What the gateway serves, and how the client describes it. */
    private record Sides(GatewaySandbox gateway, GovShare govshare) implements AutoCloseable {

        Dataset<Company> companies() {
            return govshare.dataset(NAME, Company.class);
        }

        List<Company> stream() {
            try (Stream<Company> all = companies().stream(Query.all())) {
                return all.toList();
            }
        }

        @Override
        public void close() {
            govshare.close();
            gateway.close();
        }
    }

    private Sides sides(ExchangingStyle style, Service service) {
        return sides(style, GatewayService.of(style.id(NAME), companies(6)), service);
    }

    private Sides sides(ExchangingStyle style, GatewayService served, Service service) {
        GatewaySandbox gateway = style.start(clock, served);
        return new Sides(gateway, style.client(gateway, clock, spool, service).build());
    }

    /** Asked for one company. */
    private static Service one(ExchangingStyle style) {
        return style.service(NAME)
                .required("code", ValueType.TEXT)
                .optional("staff", ValueType.INTEGER)
                .optional("name", ValueType.TEXT);
    }

    /** Asked for one company or all. */
    private static Service all(ExchangingStyle style) {
        return style.service(NAME).optional("code", ValueType.TEXT).key("code");
    }

    private Sides paged(ExchangingStyle style, int count, GatewayPaging paging, Paging described) {
        return sides(
                style,
                GatewayService.of(style.id(NAME), companies(count)).paging(paging),
                all(style).paging(described));
    }

    @ParameterizedTest
    @EnumSource
    void findAndQuery_giveTypedRecords(ExchangingStyle style) {
        try (Sides sides = sides(style, one(style))) {
            Dataset<Company> companies = sides.companies();
            assertThat(companies.find("C1")).hasValue(companies(6).get(1));
            assertThat(companies.find("nobody")).isEmpty();
            assertThat(companies
                            .query(where(Company::code)
                                    .is("C1")
                                    .and(Company::staff)
                                    .is(1)
                                    .and(Company::name)
                                    .is("Mill 1"))
                            .items())
                    .containsExactly(companies(6).get(1));
            assertThat(companies
                            .query(where(Company::code)
                                    .is("C1")
                                    .and(Company::staff)
                                    .is(7))
                            .items())
                    .isEmpty();
            assertThat(companies.exists(where(Company::code).is("C0"))).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatTheGatewayCannotCarry_failsBeforeTheNetwork(ExchangingStyle style) {
        try (Sides sides = sides(style, one(style))) {
            Dataset<Company> companies = sides.companies();
            assertThatThrownBy(() -> companies.query(where(Company::staff).is(1)))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("'code' is missing");
            assertThatThrownBy(() -> companies.query(where(Company::staff).atLeast(1)))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("'staff >='");
            assertThatThrownBy(() -> companies.count(where(Company::code).is("C1")))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("count");
            assertThat(sides.gateway().requestCount("/")).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void stream_endsAtAShortPage(ExchangingStyle style) {
        try (Sides sides = paged(
                style,
                25,
                GatewayPaging.pageNumber("PAGE", "PAGENUM").atMost(10),
                Paging.pages("PAGE", "PAGENUM", 1, 10))) {
            assertThat(sides.stream()).isEqualTo(companies(25));
            assertThat(style.calls(sides.gateway())).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void stream_endsAtAnEmptyPage(ExchangingStyle style) {
        try (Sides sides = paged(
                style,
                20,
                GatewayPaging.startNumber("STARTNUM", "PAGENUM").atMost(10),
                Paging.offsets("STARTNUM", "PAGENUM", 0, 10))) {
            assertThat(sides.stream()).isEqualTo(companies(20));
            assertThat(style.calls(sides.gateway())).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void stream_endsWhereTheLastPageComesAgain(ExchangingStyle style) {
        try (Sides sides = paged(
                style,
                20,
                GatewayPaging.pageNumber("pageNo").countedFrom(0).atMost(10),
                Paging.pages("pageNo", "", 0, 10))) {
            sides.gateway().faults().next(GatewayFault.lastPageAgain().always());
            assertThat(sides.stream()).isEqualTo(companies(20));
            assertThat(style.calls(sides.gateway())).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void query_goesFromPageToPage(ExchangingStyle style) {
        try (Sides sides = paged(
                style,
                5,
                GatewayPaging.startNumber("start", "num").countedFrom(1).atMost(3),
                Paging.offsets("start", "num", 1, 3))) {
            Page<Company> first = sides.companies().query(Query.all());
            assertThat(first.items()).isEqualTo(companies(5).subList(0, 3));
            Page<Company> second = first.next().orElseThrow();
            assertThat(second.items()).isEqualTo(companies(5).subList(3, 5));
            assertThat(second.next()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void secretThatEndsAmongThePagesOfAStream_isExchangedOnce(ExchangingStyle style) {
        try (Sides sides = paged(
                style,
                25,
                GatewayPaging.pageNumber("PAGE", "PAGENUM").atMost(10),
                Paging.pages("PAGE", "PAGENUM", 1, 10))) {
            try (Stream<Company> all = sides.companies().stream(Query.all())) {
                long[] seen = {0};
                all.forEach(company -> {
                    if (++seen[0] == 1) {
                        sides.gateway().expireSecrets();
                    }
                });
                assertThat(seen[0]).isEqualTo(25);
            }
            assertThat(style.exchanges(sides.gateway())).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void dirtyRows_areReadAsCleanOnes(ExchangingStyle style) {
        try (Sides sides = sides(style, all(style))) {
            sides.gateway().faults().next(GatewayFault.dirtyRows().onService(style.id(NAME)));
            assertThat(sides.companies().query(Query.all()).items()).isEqualTo(companies(6));
        }
    }

    @ParameterizedTest
    @EnumSource
    void rowsInsideAString_areReadAsOthers(ExchangingStyle style) {
        try (Sides sides = sides(style, all(style))) {
            sides.gateway().faults().next(GatewayFault.doubleEncoded().onService(style.id(NAME)));
            assertThat(sides.companies().query(Query.all()).items()).isEqualTo(companies(6));
        }
    }

    @ParameterizedTest
    @EnumSource
    void noData_inEachSpelling_isAnEmptyResult(ExchangingStyle style) {
        for (GatewayFault spelling : List.of(GatewayFault.noDataSentence(), GatewayFault.emptyListAsText())) {
            try (Sides sides = sides(style, all(style))) {
                sides.gateway().faults().next(spelling.onService(style.id(NAME)).always());
                assertThat(sides.companies().query(Query.all()).items()).isEmpty();
                assertThat(sides.companies().find("C1")).isEmpty();
                assertThat(sides.stream()).isEmpty();
                assertThat(style.calls(sides.gateway()))
                        .as("none is tried again")
                        .isEqualTo(3);
            }
        }
    }
}
