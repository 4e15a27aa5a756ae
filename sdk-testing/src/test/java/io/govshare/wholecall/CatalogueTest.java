package io.govshare.wholecall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.GovShare;
import io.govshare.catalog.Catalogue;
import io.govshare.catalog.CatalogueQuery;
import io.govshare.catalog.DatasetDescription;
import io.govshare.catalog.ServiceDescription;
import io.govshare.catalog.SharingAttribute;
import io.govshare.dataset.Page;
import io.govshare.error.ConfigurationException;
import io.govshare.error.InvalidRequestException;
import io.govshare.error.PlatformUnavailableException;
import io.govshare.error.ResponseRejectedException;
import io.govshare.leaks.SharedResources;
import io.govshare.testing.Divisions;
import io.govshare.testing.Province;
import io.govshare.testing.Sandbox;
import io.govshare.testing.fault.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The catalogue of a province, searched and read through by the whole client. */
@SharedResources
class CatalogueTest {

    private static final Province PROVINCE = Province.of(35);
    private static final int DATASETS = 40_000;
    private static final int SERVICES = 6_500;

    /** What the sandbox has besides the province. */
    private static final int DIVISIONS = 4;

    @TempDir
    static Path spool;

    private static Sandbox sandbox;
    private static GovShare govshare;
    private static Catalogue catalogue;

    @BeforeAll
    static void start() {
        sandbox = TestClient.platform().catalogue(PROVINCE).start();
        govshare = TestClient.of(sandbox, spool).build();
        catalogue = govshare.catalogue();
    }

    @AfterAll
    static void stop() {
        govshare.close();
        sandbox.close();
    }

    @BeforeEach
    void forget() {
        sandbox.faults().clear();
        sandbox.forgetRequests();
    }

    private static long requests() {
        return sandbox.requestCount("/catalogue");
    }

    @Test
    void stream_wholeProvince_bringsEveryDatasetOnceInOrderWithItsDefects() {
        Set<String> ids = new HashSet<>();
        int[] counts = new int[2];
        String[] last = {""};
        try (Stream<DatasetDescription> all =
                catalogue.stream(CatalogueQuery.all().pageSize(1_000))) {
            all.skip(DIVISIONS).forEach(dataset -> {
                ids.add(dataset.id());
                String number = dataset.id().substring(dataset.id().length() - 6);
                assertThat(number).isGreaterThan(last[0]);
                last[0] = number;
                counts[0]++;
                counts[1] += dataset.defects().isEmpty() ? 0 : 1;
            });
        }

        assertThat(counts[0]).isEqualTo(DATASETS);
        assertThat(ids).hasSize(DATASETS);
        assertThat(counts[1]).isEqualTo(PROVINCE.dirtyDatasets()).isBetween(1_500, 2_500);
        assertThat(requests()).isEqualTo((DATASETS + DIVISIONS) / 1_000 + 1);
        assertThat(sandbox.usageCount()).isZero();
    }

    @Test
    void streamServices_wholeProvince_bringsEveryInterface() {
        try (Stream<ServiceDescription> all =
                catalogue.streamServices(CatalogueQuery.all().pageSize(1_000))) {
            List<ServiceDescription> services = all.toList();

            assertThat(services).hasSize(SERVICES);
            assertThat(services)
                    .filteredOn(service -> !service.defects().isEmpty())
                    .hasSizeBetween(200, 500)
                    .allMatch(service -> service.publisher().isEmpty()
                            || service.endpoint() == null
                            || service.extensions().containsKey("govshare:sharing"));
        }
    }

    private static List<DatasetDescription> all(CatalogueQuery query) {
        try (Stream<DatasetDescription> all = catalogue.stream(query.pageSize(1_000))) {
            return all.toList();
        }
    }

    @Test
    void search_text_findsWhatHoldsAllWords() {
        Page<DatasetDescription> page = catalogue.search(CatalogueQuery.text("婚姻登记 鼓楼区"));

        assertThat(page.total()).isPresent();
        assertThat(all(CatalogueQuery.text("婚姻登记 鼓楼区")))
                .hasSize((int) page.total().getAsLong())
                .isNotEmpty()
                .allSatisfy(
                        dataset -> assertThat(dataset.title()).contains("婚姻登记").contains("鼓楼区"));
    }

    @Test
    void search_publisherByNameAndByCode_findsTheSame() {
        List<DatasetDescription> byName = all(CatalogueQuery.all().publisher("福建省民政厅"));

        assertThat(byName)
                .isNotEmpty()
                .allSatisfy(dataset -> assertThat(dataset.publisher()).isEqualTo("福建省民政厅"));
        assertThat(all(CatalogueQuery.all().publisher(byName.get(0).publisherId())))
                .isEqualTo(byName);
    }

    @Test
    void search_themeSharingAndRegion_findWhatSatisfiesAll() {
        List<DatasetDescription> found = all(CatalogueQuery.all()
                .theme("社会保障")
                .sharing(SharingAttribute.UNCONDITIONAL)
                .region("350100"));

        assertThat(found).isNotEmpty().allSatisfy(dataset -> {
            assertThat(dataset.themes()).contains("社会保障");
            assertThat(dataset.sharing()).isEqualTo(SharingAttribute.UNCONDITIONAL);
            assertThat(dataset.regions()).allMatch(region -> region.startsWith("3501"));
        });
    }

    @Test
    void search_page_isReadAloneAndReadOn() {
        CatalogueQuery query = CatalogueQuery.all().theme("医疗卫生").pageSize(50);

        Page<DatasetDescription> first = catalogue.search(query);
        assertThat(requests()).isEqualTo(1);
        Page<DatasetDescription> second = first.next().orElseThrow();

        assertThat(first.items()).hasSize(50);
        assertThat(first.total()).isEqualTo(second.total());
        assertThat(second.items()).hasSize(50).doesNotContainAnyElementsOf(first.items());
        assertThat(requests()).isEqualTo(2);
    }

    @Test
    void search_limit_boundsWhatIsBroughtOnAllPages() {
        Page<DatasetDescription> page = catalogue.search(CatalogueQuery.all().limit(50));
        assertThat(page.items()).hasSize(50);
        assertThat(page.next()).isEmpty();

        assertThat(all(CatalogueQuery.all().limit(2_500))).hasSize(2_500);
        try (Stream<DatasetDescription> some =
                catalogue.stream(CatalogueQuery.all().limit(120).pageSize(50))) {
            assertThat(some).hasSize(120);
        }
    }

    @Test
    void stream_closedEarly_readsNoFurtherPage() {
        try (Stream<DatasetDescription> all = catalogue.stream(CatalogueQuery.all())) {
            Iterator<DatasetDescription> some = all.iterator();
            for (int i = 0; i < 150; i++) {
                some.next();
            }
        }

        assertThat(requests()).isEqualTo(2);
    }

    @Test
    void stream_neverRead_asksForNothing() {
        catalogue.stream(CatalogueQuery.all()).close();

        assertThat(requests()).isZero();
    }

    @Test
    void stream_closed_cannotBeReadOn() {
        Stream<DatasetDescription> all = catalogue.stream(CatalogueQuery.all());
        Iterator<DatasetDescription> some = all.iterator();
        some.next();
        all.close();

        assertThatThrownBy(() -> some.forEachRemaining(dataset -> {})).isInstanceOf(IllegalStateException.class);
        assertThat(requests()).isEqualTo(1);
    }

    @Test
    void find_datasetOfTheProvince_isDescribed() {
        DatasetDescription listed =
                catalogue.search(CatalogueQuery.text("婚姻登记").limit(1)).items().get(0);

        Optional<DatasetDescription> found = catalogue.find(listed.id());

        assertThat(found).contains(listed);
        assertThat(catalogue.find("nowhere")).isEmpty();
        assertThatThrownBy(() -> catalogue.find(" ")).isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void find_datasetWithRecords_isTheOneThatSearchBrings() {
        DatasetDescription counties = catalogue.find(Divisions.COUNTIES).orElseThrow();

        assertThat(counties.access()).isNotNull();
        assertThat(catalogue.search("Counties").items()).containsExactly(counties);
    }

    @Test
    void search_busyPlatform_isAskedAgain() {
        sandbox.faults().next(Fault.status(503).onPath("/catalogue"));

        assertThat(catalogue.search(CatalogueQuery.all().limit(1)).items()).hasSize(1);
        assertThat(requests()).isEqualTo(2);
    }

    @Test
    void search_platformThatDoesNotAnswer_isUnavailable() {
        sandbox.faults().next(Fault.noAnswer().onPath("/catalogue").always());

        assertThatThrownBy(() -> catalogue.search(CatalogueQuery.text("某某某")))
                .isInstanceOfSatisfying(
                        PlatformUnavailableException.class,
                        e -> assertThat(e.platform())
                                .contains(sandbox.url().getHost() + "-"
                                        + sandbox.url().getPort()))
                .hasMessageNotContaining("某某某");
    }

    @Test
    void stream_failedPage_failsAtEachFurtherStep() {
        try (Stream<DatasetDescription> all =
                catalogue.stream(CatalogueQuery.all().pageSize(2))) {
            Iterator<DatasetDescription> some = all.iterator();
            some.next();
            some.next();
            sandbox.faults().next(Fault.notJson().onPath("/catalogue"));

            assertThatThrownBy(some::hasNext).isInstanceOf(ResponseRejectedException.class);
            assertThatThrownBy(some::hasNext).isInstanceOf(ResponseRejectedException.class);
        }
    }

    @Test
    void search_loginPage_isRejected() {
        sandbox.faults().next(Fault.loginPage().onPath("/catalogue").always());

        assertThatThrownBy(() -> catalogue.search(CatalogueQuery.all())).isInstanceOf(ResponseRejectedException.class);
    }

    @Test
    void stream_linkToAnotherHost_isRefusedBeforeAConnection() {
        sandbox.faults().next(Fault.foreignNextLink().onPath("/catalogue"));

        assertThatThrownBy(() -> all(CatalogueQuery.all()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("elsewhere.invalid");
        assertThat(requests()).isEqualTo(1);
    }

    @Test
    void stream_linkToThePageItself_isRefused() {
        sandbox.faults().next(Fault.loopedNextLink().onPath("/catalogue").always());

        assertThatThrownBy(() -> all(CatalogueQuery.all()))
                .isInstanceOf(ResponseRejectedException.class)
                .hasMessageContaining("circle");
        assertThat(requests()).isLessThanOrEqualTo(3);
    }

    @Test
    void stream_closedByAnotherThread_endsTheReadingUnderWay() throws InterruptedException {
        sandbox.faults().next(Fault.delay(Duration.ofSeconds(20)).onPath("/catalogue"));
        Stream<DatasetDescription> all = catalogue.stream(CatalogueQuery.all());
        Thread reader = new Thread(() -> assertThatThrownBy(all::toList).isInstanceOf(RuntimeException.class));
        reader.start();
        org.awaitility.Awaitility.await().until(() -> sandbox.faults().remaining() == 0);

        all.close();

        reader.join(TimeUnit.SECONDS.toMillis(10));
        assertThat(reader.isAlive()).isFalse();
    }

    @Test
    void search_closedClient_saysSo(@TempDir Path other) {
        GovShare closed = TestClient.of(sandbox, other).build();
        Catalogue ofClosed = closed.catalogue();
        closed.close();

        assertThatThrownBy(() -> ofClosed.search(CatalogueQuery.all())).isInstanceOf(IllegalStateException.class);
    }
}
