package io.sightline.mlflow;

import org.jspecify.annotations.Nullable;

/**
 * What somebody has posted to the address of a webhook.
 *
 * @param id value of the header {@value #ID}; null without it
 * @param timestamp value of the header {@value #TIMESTAMP}; null without it
 * @param signature value of the header {@value #SIGNATURE}; null without it
 * @param body as it was sent
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and a hash is taken of these very bytes
public record WebhookDelivery(
        @Nullable String id,
        @Nullable String timestamp,
        @Nullable String signature,
        byte[] body) {
    /** Header that names the delivery, the same when it is sent again. */
    public static final String ID = "X-MLflow-Delivery-Id";

    /** Header with the time at which it was first sent, in seconds since 1970. */
    public static final String TIMESTAMP = "X-MLflow-Timestamp";

    /** Header with the signature. */
    public static final String SIGNATURE = "X-MLflow-Signature";
}
