package io.govshare.signing;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.http.Headers;
import io.govshare.http.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PrimitivePoolTest {

    private static final int THREADS = 32;
    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

    static List<SigningKey> keys() {
        return List.of(SigningKey.generate(), Rfc9421Keys.eccP256(), Rfc9421Keys.shared());
    }

    @ParameterizedTest
    @MethodSource("keys")
    void sign_by32ThreadsAtOnce_everySignatureVerifiesAndEveryNonceIsNew(SigningKey key) throws Exception {
        MessageSigner signer = MessageSigner.of(key);
        MessageVerifier verifier =
                MessageVerifier.of(VerificationKeys.of(key.verificationKey()), SignatureRequirements.REQUEST);
        Set<String> nonces = ConcurrentHashMap.newKeySet();
        CyclicBarrier start = new CyclicBarrier(THREADS);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Integer>> results = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                String path = "https://example.com/" + t + "/";
                results.add(threads.submit(() -> {
                    start.await();
                    int good = 0;
                    for (int i = 0; i < 20; i++) {
                        Request request = Request.get(path + i).with(Headers.of("Authorization", path + i));
                        Request signed = signer.sign(request, NOW, Duration.ofSeconds(60), Components.REQUEST);
                        SignatureCheck check = verifier.verify(signed, NOW);
                        good += check.isVerified()
                                        && nonces.add(String.valueOf(
                                                check.parameters().nonce()))
                                ? 1
                                : 0;
                    }
                    return good;
                }));
            }
            for (Future<Integer> result : results) {
                assertThat(result.get()).isEqualTo(20);
            }
        } finally {
            threads.shutdownNow();
            assertThat(threads.awaitTermination(10, java.util.concurrent.TimeUnit.SECONDS))
                    .isTrue();
        }
        assertThat(nonces).hasSize(THREADS * 20);
    }

    @Test
    void pool_takesBackNoMoreThanItsCapacity() throws Exception {
        Pool<Object> pool = new Pool<>(Object::new);
        List<Object> taken = new ArrayList<>();
        for (int i = 0; i < Pool.capacity() + 5; i++) {
            taken.add(pool.take());
        }
        assertThat(taken).doesNotHaveDuplicates();
        taken.forEach(pool::giveBack);

        assertThat(pool.idle()).isEqualTo(Pool.capacity());
        assertThat(Pool.capacity())
                .isLessThanOrEqualTo(Math.max(2, 2 * Runtime.getRuntime().availableProcessors()));
        assertThat(taken).contains(pool.take());
    }
}
