package io.sightline.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.sightline.claim.ClaimNaming;
import io.sightline.claim.ObjectStore;
import io.sightline.claim.Sha256;
import io.sightline.claim.v1.ClaimRef;
import io.sightline.failure.FailureClassifier;
import io.sightline.failure.FailureCode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Interceptor;
import okhttp3.Request;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of an object that is there when its bytes come again; and what tests of a store share. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ClaimRepairContract {
    final StoreAddress address;
    final ClaimNaming naming;
    final MinioClient client;
    final ObjectStore store;
    byte[] content = new byte[0];
    ClaimRef claim = new ClaimRef();

    ClaimRepairContract(StoreAddress address) {
        this.address = address;
        this.naming = new ClaimNaming(address.bucket());
        this.client = address.client();
        this.store = new ObjectStore(client, address.bucket(), new FailureClassifier());
    }

    @BeforeEach
    void drawAnotherPicture() {
        content = ("picture " + UUID.randomUUID()).getBytes(StandardCharsets.UTF_8);
        claim = naming.claim(content, "image/jpeg");
    }

    @Test
    void bytesThatAreThereAreComparedOnceAndNotReplaced() throws Exception {
        List<String> sent = new CopyOnWriteArrayList<>();
        try (var routes = routes(chain -> {
            if (isAboutTheClaim(chain.request())) {
                sent.add(chain.request().method() + (Fault.isConditional(chain.request()) ? " if absent" : ""));
            }
            return chain.proceed(chain.request());
        })) {
            routes.put(claim, content);
            routes.put(claim, content);
            routes.put(claim, content);
        }
        assertThat(sent).containsExactly("PUT if absent", "PUT if absent", "GET", "PUT if absent");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void otherBytesAreReplacedWhenTheRightOnesCome(int longer) throws Exception {
        overwrite(new byte[content.length + longer]);
        try (var routes = routes()) {
            routes.put(claim, content);

            assertThat(routes.get(claim)).isEqualTo(content);
        }
    }

    @Test
    void bytesThatVanishBeforeTheyAreComparedAreStoredAgain() throws Exception {
        overwrite(content);
        var isThere = new AtomicBoolean(true);
        try (var routes = routes(chain -> {
            if (isRead(chain.request()) && isThere.getAndSet(false)) {
                store.remove(claim.getKey());
            }
            return chain.proceed(chain.request());
        })) {
            routes.put(claim, content);

            assertThat(isThere).isFalse();
            assertThat(routes.get(claim)).isEqualTo(content);
        }
    }

    @Test
    void anOutageIsNoReasonToReplaceAnything() throws Exception {
        var other = new byte[content.length];
        overwrite(other);
        var before = store.content(claim.getKey());
        try (var routes = routes(Fault.unavailable(this::isRead))) {
            assertThatThrownBy(() -> routes.put(claim, content))
                    .extracting(
                            thrown -> new FailureClassifier().classify(thrown).code())
                    .isEqualTo(FailureCode.DEPENDENCY_UNAVAILABLE);
        }
        assertThat(store.content(claim.getKey())).isEqualTo(before);
    }

    /** Who may only put must be able to go on, as before anybody looked at what is there. */
    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT"})
    void whatMayNeitherBeReadNorReplacedIsLeftAsItIs(String forbidden) throws Exception {
        overwrite(new byte[content.length]);
        try (var routes = routes(Fault.forbidden(request ->
                isAboutTheClaim(request) && request.method().equals(forbidden) && !Fault.isConditional(request)))) {
            assertThatCode(() -> routes.put(claim, content)).doesNotThrowAnyException();
        }
        assertThat(store.content(claim.getKey()).hash()).isEqualTo(Sha256.of(new byte[content.length]));
    }

    private boolean isRead(Request request) {
        return request.method().equals("GET") && isAboutTheClaim(request);
    }

    private boolean isAboutTheClaim(Request request) {
        return request.url().encodedPath().endsWith(claim.getKey());
    }

    final List<String> keys(String prefix, int pageSize) throws Exception {
        var keys = new ArrayList<String>();
        store.visit(prefix, pageSize, page -> page.forEach(object -> keys.add(object.key())));
        return keys;
    }

    final void overwrite(byte[] other) throws Exception {
        put(claim.getKey(), other);
    }

    final void put(String key, byte[] bytes) throws Exception {
        client.putObject(PutObjectArgs.builder().bucket(address.bucket()).object(key).stream(
                        new ByteArrayInputStream(bytes), bytes.length, -1)
                .build());
    }

    final ClaimRoutes routes(Interceptor... faults) throws Exception {
        return new ClaimRoutes(address.client(faults), naming);
    }
}
