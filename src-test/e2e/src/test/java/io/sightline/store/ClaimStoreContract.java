package io.sightline.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minio.GetObjectArgs;
import io.sightline.claim.ClaimKey;
import io.sightline.claim.StoredObject;
import io.sightline.failure.FailureClassifier;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a store must do for claims to be safe in it. Each store has a class of its own that says where it is. */
abstract class ClaimStoreContract extends ClaimRepairContract {
    ClaimStoreContract(StoreAddress address) {
        super(address);
    }

    @Test
    void newBytesAreStoredUnderTheirHashAndReadAgain() throws Exception {
        try (var routes = routes()) {
            routes.put(claim, content);

            assertThat(routes.get(claim)).isEqualTo(content);
        }
        assertThat(store.find(ClaimKey.of(store.content(claim.getKey()).hash())))
                .map(StoredObject::size)
                .contains((long) content.length);
    }

    @Test
    void aStoreThatKnowsNoConditionsIsToldToPutAnyway() throws Exception {
        try (var routes = routes(Fault.knowsNo(Fault::isConditional))) {
            routes.put(claim, content);
            routes.put(claim, content);

            assertThat(routes.get(claim)).isEqualTo(content);
        }
    }

    @Test
    void aPutWhoseAnswerIsLostSucceedsWhenItIsTriedAgain() throws Exception {
        try (var unlucky = routes(Fault.losesTheAnswer(Fault::isConditional))) {
            assertThatThrownBy(() -> unlucky.put(claim, content)).isInstanceOf(IOException.class);
        }
        try (var routes = routes()) {
            routes.put(claim, content);

            assertThat(routes.get(claim)).isEqualTo(content);
        }
    }

    @Test
    void manyPutsOfTheSameBytesAtOnceAllSucceedAndMakeOneObject() throws Exception {
        var threads = Executors.newFixedThreadPool(8);
        try (var routes = routes()) {
            var puts = IntStream.range(0, 16)
                    .<Callable<Boolean>>mapToObj(i -> () -> {
                        routes.put(claim, content);
                        return true;
                    })
                    .toList();
            for (Future<Boolean> put : threads.invokeAll(puts)) {
                assertThat(put.get()).isTrue();
            }
            assertThat(routes.get(claim)).isEqualTo(content);
        } finally {
            threads.shutdownNow();
        }
        assertThat(keys(claim.getKey(), 10)).containsExactly(claim.getKey());
    }

    @Test
    void aPictureOfTenMebibytesIsKeptWhole() throws Exception {
        var large = new byte[10 << 20];
        new Random(7).nextBytes(large);
        var largeClaim = naming.claim(large, "image/png");
        try (var routes = routes()) {
            routes.put(largeClaim, large);

            assertThat(routes.get(largeClaim)).isEqualTo(large);
        }
        assertThat(store.content(largeClaim.getKey()).size()).isEqualTo(large.length);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void otherBytesAreNeverUsed(int longer) throws Exception {
        overwrite(new byte[content.length + longer]);
        try (var routes = routes()) {
            assertThatThrownBy(() -> routes.get(claim))
                    .isInstanceOf(PermanentFailure.class)
                    .extracting(failure -> ((PermanentFailure) failure).code())
                    .isEqualTo(FailureCode.CLAIM_CORRUPT);
        }
    }

    @Test
    void bytesThatAreNotThereAreMissing() throws Exception {
        try (var routes = routes()) {
            assertThatThrownBy(() -> routes.get(claim))
                    .isInstanceOf(PermanentFailure.class)
                    .hasMessageContaining(address.bucket() + "/" + claim.getKey())
                    .extracting(failure -> ((PermanentFailure) failure).code())
                    .isEqualTo(FailureCode.CLAIM_MISSING);
        }
    }

    @Test
    void anOutageIsNoMissingClaim() throws Exception {
        try (var routes =
                routes(Fault.unavailable(request -> request.url().encodedPath().endsWith(claim.getKey())))) {
            assertThatThrownBy(() -> routes.get(claim))
                    .isNotInstanceOf(PermanentFailure.class)
                    .extracting(
                            thrown -> new FailureClassifier().classify(thrown).code())
                    .isEqualTo(FailureCode.DEPENDENCY_UNAVAILABLE);
        }
    }

    @Test
    void reclaimedBytesComeBackWhenTheyAreFetched() throws Exception {
        try (var routes = routes()) {
            routes.put(claim, content);
            store.copy(claim.getKey(), ClaimKey.reclaimed(claim.getKey()));
            store.remove(claim.getKey());

            assertThat(routes.get(claim)).isEqualTo(content);
        }
        assertThat(store.find(claim.getKey())).isPresent();
    }

    @Test
    void aPartOfAnObjectIsRead() throws Exception {
        overwrite("0123456789".getBytes(StandardCharsets.UTF_8));
        var part = GetObjectArgs.builder()
                .bucket(address.bucket())
                .object(claim.getKey())
                .offset(3L)
                .length(4L)
                .build();
        try (var read = client.getObject(part)) {
            assertThat(read.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("3456");
        }
    }

    @Test
    void aCopyHoldsTheSameAndOutlivesTheOriginal() throws Exception {
        overwrite(content);
        var copy = ClaimKey.reclaimed(claim.getKey());

        store.copy(claim.getKey(), copy);
        var original = store.content(claim.getKey());
        store.remove(claim.getKey());

        assertThat(store.find(claim.getKey())).isEmpty();
        assertThat(store.content(copy)).isEqualTo(original);
    }

    @Test
    void removingWhatIsNotThereIsNoFailureButCopyingIs() {
        store.remove(claim.getKey());

        assertThatThrownBy(() -> store.copy(claim.getKey(), "elsewhere"))
                .isInstanceOf(PermanentFailure.class)
                .extracting(failure -> ((PermanentFailure) failure).code())
                .isEqualTo(FailureCode.CLAIM_MISSING);
    }

    @Test
    void aListingShowsEachObjectOnceInPagesAndInOrder() throws Exception {
        var prefix = "listing/" + UUID.randomUUID() + "/";
        var expected = IntStream.range(0, 25)
                .mapToObj(i -> prefix + "a b+ü/%02d".formatted(i))
                .toList();
        for (var key : expected) {
            put(key, content);
        }
        var pages = new ArrayList<Integer>();
        store.visit(prefix, 10, page -> pages.add(page.size()));

        assertThat(keys(prefix, 10)).isEqualTo(expected);
        assertThat(pages).containsExactly(10, 10, 5);
        assertThat(keys(prefix + "none", 10)).isEmpty();
    }

    @Test
    void aListingGoesOnWhileItsObjectsAreRemoved() throws Exception {
        var prefix = "removal/" + UUID.randomUUID() + "/";
        for (int i = 0; i < 25; i++) {
            put(prefix + "%02d".formatted(i), content);
        }
        var seen = new ArrayList<String>();
        store.visit(
                prefix,
                10,
                page -> page.forEach(object -> {
                    seen.add(object.key());
                    store.remove(object.key());
                }));

        assertThat(seen).hasSize(25).doesNotHaveDuplicates();
        assertThat(keys(prefix, 10)).isEmpty();
    }
}
