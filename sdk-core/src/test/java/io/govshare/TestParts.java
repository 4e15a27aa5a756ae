package io.govshare;

import io.govshare.catalog.DatasetDescription;
import io.govshare.dataset.Key;
import io.govshare.dataset.Query;
import io.govshare.http.Request;
import io.govshare.platform.Addressing;
import io.govshare.platform.PageState;
import java.util.Optional;

/** Parts of a dialect that a test needs but does not look at. */
final class TestParts {

    static final Addressing NO_ADDRESSING = new Addressing() {
        @Override
        public Request query(DatasetDescription dataset, Query<?> query) {
            throw new AssertionError("not asked for here");
        }

        @Override
        public Optional<Request> next(DatasetDescription dataset, Query<?> query, PageState last) {
            throw new AssertionError("not asked for here");
        }

        @Override
        public Request find(DatasetDescription dataset, Key key) {
            throw new AssertionError("not asked for here");
        }

        @Override
        public Request count(DatasetDescription dataset, Query<?> query) {
            throw new AssertionError("not asked for here");
        }
    };

    private TestParts() {}
}
