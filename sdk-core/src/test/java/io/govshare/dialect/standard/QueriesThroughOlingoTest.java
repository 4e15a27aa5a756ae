package io.govshare.dialect.standard;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.catalog.DatasetDescription;
import io.govshare.dataset.Key;
import io.govshare.dataset.Order;
import io.govshare.dataset.Query;
import io.govshare.error.InvalidRequestException;
import io.govshare.http.Request;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Pattern;
import org.apache.olingo.server.api.uri.UriInfo;
import org.apache.olingo.server.api.uri.UriInfoResource;
import org.apache.olingo.server.api.uri.UriResource;
import org.apache.olingo.server.api.uri.queryoption.OrderByItem;
import org.apache.olingo.server.api.uri.queryoption.SelectItem;
import org.apache.olingo.server.api.uri.queryoption.expression.Member;
import org.junit.jupiter.api.Test;

/** What queries say on the wire is what an independent parser of OData reads there, whatever their values are. */
class QueriesThroughOlingoTest {

    private static final int QUERIES = 3_000;
    private static final DatasetDescription ROWS =
            DatasetDescription.at("rows", URI.create("http://127.0.0.1/rows")).key("code");

    private final StandardAddressing addressing = new StandardAddressing(0);
    private final OlingoParser olingo = new OlingoParser();

    /** Other queries at each run; a failure names the seed, to be written in the place of the random one. */
    private final long seed = new Random().nextLong();

    @Test
    void query_ofAnyShapeAndValues_isUnderstoodAsItIsMeant() throws Exception {
        RandomQueries queries = new RandomQueries(seed);
        int posts = 0;
        for (int i = 0; i < QUERIES; i++) {
            Query<Object> query = queries.next();
            Request request = addressing.query(ROWS, query);
            UriInfo understood;
            if (request.method().equals("POST")) {
                posts++;
                assertThat(request.url()).isEqualTo("http://127.0.0.1/rows/$query");
                understood = olingo.parse("/rows", body(request));
            } else {
                assertThat(request.url()).hasSizeLessThanOrEqualTo(StandardAddressing.LONGEST_URL);
                understood = olingo.parse(request.url());
            }
            assertSame(query, understood, "seed " + seed + ", query " + i);
        }
        assertThat(posts).as("queries that are too long for a URL").isPositive();
    }

    private static String body(Request request) {
        return new String(Objects.requireNonNull(request.body()).toBytes(), StandardCharsets.UTF_8);
    }

    private static void assertSame(Query<?> query, UriInfo understood, String which) throws Exception {
        if (query.condition().isPresent()) {
            assertThat(ParsedCondition.understood(understood.getFilterOption().getExpression()))
                    .as(which)
                    .isEqualTo(ParsedCondition.meant(query.condition().get()));
        } else {
            assertThat(understood.getFilterOption()).as(which).isNull();
        }
        List<String> select = understood.getSelectOption() == null
                ? List.of()
                : understood.getSelectOption().getSelectItems().stream()
                        .map(SelectItem::getResourcePath)
                        .map(QueriesThroughOlingoTest::path)
                        .toList();
        assertThat(select).as(which).isEqualTo(query.select());
        List<Order> order = understood.getOrderByOption() == null
                ? List.of()
                : understood.getOrderByOption().getOrders().stream()
                        .map(QueriesThroughOlingoTest::order)
                        .toList();
        assertThat(order).as(which).isEqualTo(query.order());
        assertThat(
                        understood.getTopOption() == null
                                ? 0
                                : understood.getTopOption().getValue())
                .as(which)
                .isEqualTo(query.limit().orElse(0));
        assertThat(understood.getCountOption() != null
                        && understood.getCountOption().getValue())
                .as(which)
                .isEqualTo(query.isCounted());
    }

    private static String path(UriInfoResource resource) {
        return String.join(
                "/",
                resource.getUriResourceParts().stream()
                        .map(UriResource::getSegmentValue)
                        .toList());
    }

    private static Order order(OrderByItem item) {
        return new Order(path(((Member) item.getExpression()).getResourcePath()), item.isDescending());
    }

    @Test
    void find_ofAnyText_isOneKeyWithThisText() throws Exception {
        RandomQueries queries = new RandomQueries(seed);
        for (int i = 0; i < QUERIES; i++) {
            String key = queries.text();
            UriInfo understood = olingo.parse(addressing.find(ROWS, Key.of(key)).url());
            assertThat(OlingoParser.key(understood))
                    .as("seed " + seed + ", key " + i)
                    .containsExactly("'" + key.replace("'", "''") + "'");
        }
    }

    @Test
    void name_ofAnyText_isRefusedUnlessItIsMadeOfLettersDigitsAndUnderscores() {
        Pattern harmless = Pattern.compile("[\\p{L}_@][\\p{L}\\p{Nd}_.]*(/[\\p{L}_][\\p{L}\\p{Nd}_.]*)*");
        RandomQueries queries = new RandomQueries(seed);
        int refused = 0;
        for (int i = 0; i < QUERIES; i++) {
            String name = queries.text();
            try {
                addressing.query(ROWS, Query.where(name).isNull().orderBy(name).select(name));
                assertThat(name).as("seed " + seed + ", name " + i).matches(harmless);
            } catch (InvalidRequestException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(QUERIES / 2);
    }
}
