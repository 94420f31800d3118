package io.sightline.runtime;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.minio.MinioClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;

class BucketCheckTest {
    @Test
    void endsStartUpWhenTheStoreIsAwayUnlessTheProcessCanDoWithout() throws IOException {
        var address = "http://" + closed();

        assertThatExceptionOfType(StartupException.class)
                .isThrownBy(() -> check(address, new OkHttpClient(), false))
                .withMessageStartingWith("the S3 object storage at " + address + " does not answer: ");
        assertThatCode(() -> check(address, new OkHttpClient(), true)).doesNotThrowAnyException();
    }

    @Test
    void endsStartUpWhenTheStoreIsNotToBeBelieved() throws IOException {
        try (var store = new HttpsHost()) {
            assertThatExceptionOfType(StartupException.class)
                    .isThrownBy(() -> check(store.address().toString(), new OkHttpClient(), true));
        }
    }

    private static void check(String address, OkHttpClient http, boolean mayBeAway) {
        var client = MinioClient.builder()
                .endpoint(address)
                .credentials("key", "secret")
                .httpClient(http)
                .build();
        new BucketCheck(client, address, "bucket", mayBeAway).afterSingletonsInstantiated();
    }

    private static String closed() throws IOException {
        try (var socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            return "127.0.0.1:" + socket.getLocalPort();
        }
    }
}
