package io.sightline.devstack.server;

import io.sightline.devstack.Certificates;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.jspecify.annotations.Nullable;

/** S3 on a folder. Signatures and {@code If-None-Match} are checked as a real store does. Buckets take no settings. */
final class ObjectStore implements Server {
    private final Path data;
    private final String address;
    private final int port;
    private final String accessKey;
    private final String secretKey;
    private final @Nullable Certificates certificates;
    private @Nullable S3Proxy proxy;

    ObjectStore(
            Path data,
            String address,
            int port,
            String accessKey,
            String secretKey,
            @Nullable Certificates certificates) {
        this.data = data;
        this.address = address;
        this.port = port;
        this.accessKey = accessKey;
        this.secretKey = secretKey;
        this.certificates = certificates;
    }

    @Override
    public void start() throws Exception {
        Files.createDirectories(data);
        var builder = S3Proxy.builder();
        if (certificates == null) {
            builder.endpoint(URI.create("http://" + address + ":" + port));
        } else {
            builder.secureEndpoint(URI.create("https://localhost:" + port))
                    .keyStore(certificates.serverStore().toString(), Certificates.PASSWORD);
        }
        var started = builder.blobStore(new FilesystemNio2BlobStore(data.toString()))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, accessKey, secretKey)
                .ignoreUnknownHeaders(true)
                .build();
        started.start();
        proxy = started;
    }

    @Override
    public void stop() throws Exception {
        if (proxy == null) {
            return;
        }
        proxy.stop();
        proxy = null;
    }

    @Override
    public void create(String name, String... settings) throws IOException {
        Files.createDirectories(data.resolve(name));
    }
}
