package io.govshare.catalog;

import io.govshare.context.CallContext;
import io.govshare.context.CallContext.Member;
import io.govshare.error.ConfigurationException;
import io.govshare.error.Diagnosis;
import io.govshare.error.ErrorDetails;
import io.govshare.error.GovShareException;
import io.govshare.error.Internal;
import io.govshare.error.InvalidRequestException;
import io.govshare.error.SharingDeniedException;
import io.govshare.http.Answer;
import io.govshare.http.Call;
import io.govshare.http.Exchange;
import io.govshare.http.Kept;
import io.govshare.http.Outcome;
import io.govshare.http.Stage;
import io.govshare.http.ThrottledWarning;
import io.govshare.http.TimeSource;
import java.io.IOException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stage 1: lets a call out only when it says why it asks and a grant permits it; what is refused here never reaches the
 * network. Works once for each call, on its first exchange, and leaves the {@link Grant} it found on the call.
 *
 * <p>Expects the {@link DatasetDescription} and the merged {@link CallContext} on the call, and {@link RequestedFields}
 * where they are known. Calls without a description are the SDK's own and pass. Unconditional datasets need no grant.
 *
 * <p>A refusal by grants that were kept is confirmed by one fresh reading first, at most every {@link
 * CatalogueCache#CONFIRMATIONS_APART} for a dataset. A refusal by the platform has them read anew in the background. Grants
 * that cannot be read are a matter of {@link GrantPolicy}; one that is about to expire is announced in the log. Safe for
 * concurrent use.
 */
@Internal
public final class AdmitStage implements Stage {

    private static final Logger LOG = LoggerFactory.getLogger(AdmitStage.class);

    private enum Admitted {
        YES
    }

    private final String platform;
    private final CatalogueCache catalogue;
    private final Set<Member> required;
    private final GrantPolicy policy;
    private final Supplier<Instant> now;
    private final ThrottledWarning unreadable;
    private final ExpiryNotice expiry;

    /**
     * The stage of one platform.
     *
     * @param platform name of the platform, for errors
     * @param required members of the context without which the platform refuses
     * @param now the time as the platform sees it, which the validity of grants is compared with
     */
    public AdmitStage(
            String platform,
            CatalogueCache catalogue,
            Set<Member> required,
            GrantPolicy policy,
            Supplier<Instant> now,
            TimeSource time) {
        this.platform = platform;
        this.catalogue = catalogue;
        this.required = required.isEmpty() ? Set.of() : EnumSet.copyOf(required);
        this.policy = policy;
        this.now = now;
        this.unreadable = new ThrottledWarning(LOG, time::nanoTime);
        this.expiry = new ExpiryNotice(time);
    }

    @Override
    public Answer handle(Exchange exchange, Next next) throws IOException {
        Call call = exchange.call();
        if (call.find(Admitted.class).isEmpty()) {
            Optional<DatasetDescription> dataset = call.find(DatasetDescription.class);
            if (dataset.isPresent()) {
                admit(call, dataset.get());
            }
            call.put(Admitted.class, Admitted.YES);
        }
        Answer answer = next.proceed(exchange);
        if (answer.outcome().kind() == Outcome.Kind.DENIED
                && call.find(Grant.class).isPresent()) {
            // The platform knows better than the grants that were read, such as that one was revoked since.
            catalogue.doubtGrants(call.dataset());
        }
        return answer;
    }

    private void admit(Call call, DatasetDescription dataset) throws IOException {
        if (dataset.sharing() == SharingAttribute.NOT_SHARED) {
            throw denied(
                    dataset,
                    new Diagnosis(
                            "The dataset is not shared",
                            "sharing attribute NOT_SHARED in the catalogue",
                            "Ask " + GrantCheck.publisher(dataset)
                                    + " whether it can be shared; until then there is no grant for it."),
                    null);
        }
        CallContext context = call.find(CallContext.class).orElse(CallContext.none());
        boolean conditional = dataset.sharing() == SharingAttribute.CONDITIONAL;
        checkContext(dataset, context, conditional);
        if (conditional) {
            String purpose = context.purpose().orElseThrow();
            @Nullable RequestedFields fields = call.find(RequestedFields.class).orElse(null);
            checkGrants(call, dataset, new GrantCheck(dataset, purpose, fields, now.get()));
        }
    }

    private void checkContext(DatasetDescription dataset, CallContext context, boolean conditional) {
        EnumSet<Member> missing = EnumSet.noneOf(Member.class);
        missing.addAll(required);
        if (conditional) {
            missing.add(Member.PURPOSE);
        }
        missing.removeIf(member -> context.get(member).isPresent());
        if (missing.isEmpty()) {
            return;
        }
        String methods = missing.stream().map(Member::method).distinct().collect(Collectors.joining(", "));
        String why = missing.contains(Member.PURPOSE) && conditional
                ? "the dataset is shared conditionally, so each call must say what it is for"
                : "the platform refuses calls without";
        Diagnosis diagnosis = new Diagnosis(
                "The call context lacks " + methods + ": " + why,
                "set: " + context,
                "Set CallContext." + methods
                        + " for all calls by .context(CallContext.purpose(…)…) on the builder, for one"
                        + " dataset by dataset.with(context), or around some code by GovShare.inContext(context, …).");
        throw new InvalidRequestException(ErrorDetails.of(diagnosis).of(platform, dataset.id(), 0), null);
    }

    private void checkGrants(Call call, DatasetDescription dataset, GrantCheck check) throws IOException {
        GrantCheck.Result result;
        try {
            Optional<List<Grant>> known = catalogue.grants(dataset.id());
            if (known.isEmpty()) {
                return;
            }
            result = check.of(known.get());
            if (result.refusal() != null) {
                Kept.Reread<Optional<List<Grant>>> reread = catalogue.confirmedGrants(dataset.id());
                if (reread.value().isEmpty()) {
                    return;
                }
                result = check.of(reread.value().get());
                if (result.refusal() != null && !reread.confirmed() && policy == GrantPolicy.LENIENT) {
                    return;
                }
            }
        } catch (ConfigurationException e) {
            throw e;
        } catch (IOException | GovShareException e) {
            if (Thread.currentThread().isInterrupted() || call.isCancelled()) {
                throw e;
            }
            decideWithoutGrants(dataset, e);
            return;
        }
        if (result.refusal() != null) {
            throw denied(dataset, result.refusal(), null);
        }
        if (result.grant() != null) {
            call.put(Grant.class, result.grant());
            expiry.look(result.grant(), GrantCheck.publisher(dataset), now.get());
        }
    }

    private void decideWithoutGrants(DatasetDescription dataset, Exception reason) {
        if (policy == GrantPolicy.STRICT) {
            throw denied(
                    dataset,
                    new Diagnosis(
                            "The grants cannot be read, and grants(STRICT) permits no call without",
                            reason.getClass().getSimpleName() + ": " + reason.getMessage(),
                            "Find out why the platform's grants cannot be reached, or choose grants(LENIENT) on the"
                                    + " builder to let the platform decide."),
                    reason);
        }
        unreadable.warn(
                "The grants for " + dataset.id()
                        + " cannot be read; calls go out, and the platform alone decides on them",
                reason);
    }

    private SharingDeniedException denied(DatasetDescription dataset, Diagnosis diagnosis, @Nullable Throwable cause) {
        return new SharingDeniedException(ErrorDetails.of(diagnosis).of(platform, dataset.id(), 0), cause);
    }
}
