package io.sightline.mlflow;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tells what MLflow has sent from what others have. MLflow signs as Standard Webhooks do: {@code v1,} and the Base64 of
 * the HMAC-SHA256 of {@code <id>.<timestamp>.<body>} under the webhook's secret.
 */
public final class WebhookSignature {
    /** Oldest delivery, and furthest ahead, that is believed. */
    public static final Duration LONGEST_AGE = Duration.ofSeconds(300);

    private static final String ALGORITHM = "HmacSHA256";
    private static final Pattern ID = Pattern.compile("[\\x21-\\x7e]{1,100}");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,11}");
    /** What is older than these is too old by its time, unless more come in those five minutes. */
    private static final int MOST_KNOWN = 10_000;

    private final SecretKeySpec key;
    private final Clock clock;
    private final Cache<String, Boolean> known =
            Caffeine.newBuilder().maximumSize(MOST_KNOWN).build();

    /**
     * For one webhook.
     *
     * @param secret what it was made with in MLflow
     */
    public WebhookSignature(String secret, Clock clock) {
        this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
        this.clock = clock;
    }

    /** Judges a delivery, and remembers its id when it is genuine. */
    public WebhookVerdict judge(WebhookDelivery delivery) {
        var id = delivery.id();
        var timestamp = delivery.timestamp();
        var signature = delivery.signature();
        if (id == null
                || timestamp == null
                || signature == null
                || !ID.matcher(id).matches()
                || !SECONDS.matcher(timestamp).matches()
                || !isSigned(id + "." + timestamp + ".", delivery.body(), signature)) {
            return WebhookVerdict.FORGED;
        }
        var sent = Instant.ofEpochSecond(Long.parseLong(timestamp));
        if (Duration.between(sent, clock.instant()).abs().compareTo(LONGEST_AGE) > 0) {
            return WebhookVerdict.UNTIMELY;
        }
        return known.asMap().putIfAbsent(id, true) == null ? WebhookVerdict.GENUINE : WebhookVerdict.REPEATED;
    }

    private boolean isSigned(String head, byte[] body, String signature) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(head.getBytes(StandardCharsets.US_ASCII));
            var expected = "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
            // Takes as long however much of it is right.
            return MessageDigest.isEqual(
                    expected.getBytes(StandardCharsets.US_ASCII), signature.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java runtime has " + ALGORITHM, e);
        }
    }
}
