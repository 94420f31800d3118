package io.sightline.camel;

import io.minio.CopyObjectArgs;
import io.minio.CopySource;
import io.minio.GetObjectArgs;
import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.RemoveObjectArgs;
import io.minio.StatObjectArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Steps of s3-frames-source: reads a bucket that somebody else fills, some objects at a look and one in memory at a
 * time, and moves each once it was dealt with, unless it is another one by then. Component minio would ask for every
 * object of the bucket at each look, read them whatever their size, and move whatever has the name.
 */
public final class Uploads implements AggregationStrategy {
    private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);

    /** As long as a frame may be. */
    private static final int MOST_BYTES = 10 * 1024 * 1024;

    private final MinioClient store;
    private final Map<UploadPlace, String> positions = new ConcurrentHashMap<>();

    public Uploads(MinioClient store) {
        this.store = store;
    }

    /**
     * {@link Keys#UPLOAD_PLACE} in. Body out: the names of the next objects, for a split with {@code streaming} and
     * with this as its {@code aggregationStrategy}. A look goes on where the one before has ended, so that objects
     * which fail each time hold up no others.
     */
    public void look(Exchange exchange) throws MinioException, IOException, GeneralSecurityException {
        var place = place(exchange);
        var begin = Optional.ofNullable(positions.get(place));
        var request = ListObjectsArgs.builder()
                .bucket(place.bucket())
                .prefix(place.prefix())
                .recursive(true)
                .maxKeys(place.batch());
        begin.ifPresent(request::startAfter);
        var names = new ArrayList<String>();
        int seen = 0;
        var listed = store.listObjects(request.build()).iterator();
        positions.remove(place);
        while (listed.hasNext() && seen < place.batch()) {
            var object = listed.next().get();
            seen++;
            if (object.size() > MOST_BYTES) {
                LOG.atWarn()
                        .addKeyValue("bucket", place.bucket())
                        .addKeyValue("object", object.objectName())
                        .addKeyValue("bytes", object.size())
                        .log("an object is longer than a frame may be (10 MiB) and stays where it is");
            } else if (!object.isDir()) {
                names.add(object.objectName());
            }
            if (seen == place.batch()) {
                positions.put(place, object.objectName());
            }
        }
        var look = new UploadLook(names, exchange.getContext());
        exchange.setProperty(Keys.UPLOADS, look);
        exchange.getMessage().setBody(look);
    }

    /**
     * Body in: the name of an object. Body out: its bytes, with {@code Content-Type} and {@code captured-at}, which is
     * when it was stored; null when it has gone.
     *
     * @throws PermanentFailure BODY_TOO_LARGE when it has grown
     */
    public void fetch(Exchange exchange) throws MinioException, IOException, GeneralSecurityException {
        var message = exchange.getMessage();
        var name = message.getBody(String.class);
        var bucket = place(exchange).bucket();
        try (var object = store.getObject(
                GetObjectArgs.builder().bucket(bucket).object(name).build())) {
            var content = object.readNBytes(MOST_BYTES + 1);
            if (content.length > MOST_BYTES) {
                throw new PermanentFailure(
                        FailureCode.BODY_TOO_LARGE, "object " + bucket + "/" + name + " is longer than 10 MiB");
            }
            var type = object.headers().get("Content-Type");
            var stored = object.headers().get("Last-Modified");
            message.setBody(content);
            message.setHeader(Exchange.CONTENT_TYPE, type == null ? "application/octet-stream" : type);
            if (stored != null) {
                message.setHeader(
                        "captured-at",
                        Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(stored))
                                .toString());
            }
            exchange.setProperty(
                    Keys.UPLOAD,
                    new Upload(name, String.valueOf(object.headers().get("ETag"))));
        } catch (ErrorResponseException e) {
            if (!e.errorResponse().code().equals("NoSuchKey")) {
                throw e;
            }
            message.setBody(null);
        }
    }

    /** Moves what was dealt with. What failed stays; the first that time may cure ends the look. */
    @Override
    public Exchange aggregate(@Nullable Exchange gathered, Exchange part) {
        var result = gathered == null ? new DefaultExchange(part.getContext()) : gathered;
        var upload = part.getProperty(Keys.UPLOAD, Upload.class);
        if (part.getException() != null) {
            LOG.atWarn()
                    .addKeyValue("bucket", place(part).bucket())
                    .addKeyValue("object", upload == null ? "" : upload.name())
                    .addKeyValue("cause", part.getException().toString())
                    .log("an object could not be dealt with, stays where it is and is read again");
            if (!(part.getException() instanceof PermanentFailure)) {
                part.getProperty(Keys.UPLOADS, UploadLook.class).end();
                positions.remove(place(part));
            }
        } else if (upload != null) {
            try {
                move(place(part), upload);
            } catch (MinioException | IOException | GeneralSecurityException e) {
                LOG.atWarn()
                        .addKeyValue("bucket", place(part).bucket())
                        .addKeyValue("object", upload.name())
                        .addKeyValue("cause", e.toString())
                        .log("an object that was dealt with could not be moved, and is read again");
            }
        }
        return result;
    }

    private void move(UploadPlace place, Upload upload) throws MinioException, IOException, GeneralSecurityException {
        try {
            store.copyObject(CopyObjectArgs.builder()
                    .bucket(place.doneBucket())
                    .object(upload.name())
                    .source(CopySource.builder()
                            .bucket(place.bucket())
                            .object(upload.name())
                            .matchETag(upload.etag())
                            .build())
                    .build());
            // Not every store heeds the condition of a deletion.
            var now = store.statObject(StatObjectArgs.builder()
                    .bucket(place.bucket())
                    .object(upload.name())
                    .build());
            if (upload.isOf(now.etag())) {
                store.removeObject(RemoveObjectArgs.builder()
                        .bucket(place.bucket())
                        .object(upload.name())
                        .extraHeaders(Map.of("If-Match", upload.etag()))
                        .build());
            }
        } catch (ErrorResponseException e) {
            if (!e.errorResponse().code().equals("PreconditionFailed")) {
                throw e;
            }
            LOG.atInfo()
                    .addKeyValue("bucket", place.bucket())
                    .addKeyValue("object", upload.name())
                    .log("an object was overwritten while it was dealt with, and is read again");
        }
    }

    private static UploadPlace place(Exchange exchange) {
        return UploadPlace.parse(exchange.getProperty(Keys.UPLOAD_PLACE, String.class));
    }

    /**
     * What was read.
     *
     * @param etag as the store writes it, in quotation marks
     */
    record Upload(String name, String etag) {
        boolean isOf(String other) {
            return etag.replace("\"", "").equals(other.replace("\"", ""));
        }
    }
}
