package io.sightline.camel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sightline.claim.Sha256;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.TransientFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.util.TimeUtils;

/**
 * Sends the body to somebody else's HTTP endpoint, as Standard Webhooks do: with {@code webhook-id}, the same for a
 * repeat, {@code webhook-timestamp}, and, where there is a secret, {@code webhook-signature}. Redirects are not
 * followed. The answer is not read: the body stays what it is.
 */
public final class PostWebhook implements Processor {
    private static final String ALGORITHM = "HmacSHA256";
    private static final List<String> IDS = List.of("eventId", "frameId");

    private final JsonMapper json = new JsonMapper();
    private final URI address;
    private final String secret;
    private final Duration timeout;
    private final Clock clock = Clock.systemUTC();
    private final HttpClient client;

    /**
     * For one endpoint.
     *
     * @param url http or https
     * @param secret to sign with; empty: unsigned
     * @param timeout longest that an answer may take, such as {@code 10s}
     */
    public PostWebhook(String url, String secret, String timeout) {
        this.address = URI.create(url);
        if (!List.of("http", "https").contains(String.valueOf(address.getScheme())) || address.getHost() == null) {
            throw new IllegalArgumentException("url must be http://host/path or https://host/path, was " + url);
        }
        this.secret = secret;
        this.timeout = Duration.ofMillis(TimeUtils.toMilliSeconds(timeout));
        this.client = HttpClient.newBuilder()
                .followRedirects(Redirect.NEVER)
                .connectTimeout(this.timeout)
                .build();
    }

    /**
     * Returns when the endpoint has taken it.
     *
     * @throws TransientFailure DEPENDENCY_UNAVAILABLE when it does not answer, or answers 408, 429 or 5xx
     * @throws PermanentFailure DEPENDENCY_MISUNDERSTOOD when it answers anything else but 2xx
     */
    @Override
    public void process(Exchange exchange) throws InterruptedException {
        var message = exchange.getMessage();
        var body = message.getBody(byte[].class);
        var content = body == null ? new byte[0] : body;
        var type = message.getHeader(Exchange.CONTENT_TYPE, "application/octet-stream", String.class);
        int status = send(request(content, type));
        if (status / 100 == 2) {
            return;
        }
        var told = "the webhook at " + address.getHost() + " answered " + status;
        if (status == 408 || status == 429 || status >= 500) {
            throw new TransientFailure(FailureCode.DEPENDENCY_UNAVAILABLE, told);
        }
        throw new PermanentFailure(FailureCode.DEPENDENCY_MISUNDERSTOOD, told);
    }

    private int send(HttpRequest request) throws InterruptedException {
        try {
            return client.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            throw new TransientFailure(
                    FailureCode.DEPENDENCY_UNAVAILABLE, "the webhook at " + address.getHost() + " does not answer", e);
        }
    }

    private HttpRequest request(byte[] content, String type) {
        var id = id(content, type);
        var seconds = String.valueOf(clock.instant().getEpochSecond());
        var request = HttpRequest.newBuilder(address)
                .timeout(timeout)
                .header("Content-Type", type)
                .header("webhook-id", id)
                .header("webhook-timestamp", seconds)
                .POST(BodyPublishers.ofByteArray(content));
        if (!secret.isEmpty()) {
            request.header("webhook-signature", "v1," + signature(id + "." + seconds + ".", content));
        }
        return request.build();
    }

    /** What the receiver knows a repeat by: the id of the record, and of other content its hash. */
    private String id(byte[] content, String type) {
        if (type.startsWith("application/json")) {
            try {
                var record = json.readTree(content);
                var id = IDS.stream()
                        .map(record::path)
                        .filter(JsonNode::isTextual)
                        .map(JsonNode::textValue)
                        .filter(text -> text.matches("[\\w-]{1,100}"))
                        .findFirst();
                if (id.isPresent()) {
                    return id.get();
                }
            } catch (IOException e) {
                // No record, whatever its type says.
                return Sha256.of(content).hex();
            }
        }
        return Sha256.of(content).hex();
    }

    private String signature(String head, byte[] content) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            mac.update(head.getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(mac.doFinal(content));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java runtime has " + ALGORITHM, e);
        }
    }
}
