package io.sightline.routes;

import io.minio.CopyObjectArgs;
import io.minio.GetObjectArgs;
import io.minio.PutObjectArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.messages.ErrorResponse;
import java.io.ByteArrayInputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.apache.camel.Exchange;

/** Does what an object store does with the requests of the routes: put if absent, get, copy, refuse. */
final class MemoryStore implements StandIn.Receiver {
    final Map<String, byte[]> objects = new ConcurrentHashMap<>();
    final AtomicInteger requests = new AtomicInteger();
    volatile Optional<Exception> outage = Optional.empty();
    /** How many requests the outage lasts. */
    volatile int endsAfter = Integer.MAX_VALUE;

    @Override
    public void receive(String bucket, Exchange exchange) throws Exception {
        if (requests.incrementAndGet() <= endsAfter && outage.isPresent()) {
            throw outage.get();
        }
        var body = exchange.getMessage().getBody();
        if (body instanceof PutObjectArgs.Builder put) {
            put(put.build());
        } else if (body instanceof CopyObjectArgs.Builder copy) {
            copy(copy.build());
        } else {
            get(exchange, ((GetObjectArgs.Builder) body).build());
        }
    }

    private void put(PutObjectArgs request) throws Exception {
        var isConditional = request.extraHeaders().get("If-None-Match").contains("*");
        try (var stream = request.stream()) {
            var content = stream.readNBytes((int) request.objectSize());
            if (!isConditional) {
                objects.put(request.object(), content);
            } else if (objects.putIfAbsent(request.object(), content) != null) {
                throw refused("PreconditionFailed", request.bucket(), request.object());
            }
        }
    }

    private void copy(CopyObjectArgs request) throws Exception {
        var source = request.source();
        var object = objects.get(source.object());
        if (object == null) {
            throw refused("NoSuchKey", source.bucket(), source.object());
        }
        objects.put(request.object(), object);
    }

    private void get(Exchange exchange, GetObjectArgs request) throws Exception {
        var object = objects.get(request.object());
        if (object == null) {
            throw refused("NoSuchKey", request.bucket(), request.object());
        }
        exchange.getMessage().setBody(new ByteArrayInputStream(object));
    }

    private static ErrorResponseException refused(String code, String bucket, String object) {
        var response = new Response.Builder()
                .request(new Request.Builder().url("http://localhost/").build())
                .protocol(Protocol.HTTP_1_1)
                .code(400)
                .message(code)
                .build();
        return new ErrorResponseException(
                new ErrorResponse(code, code, bucket, object, "/" + object, "1", "host"), response, "");
    }
}
