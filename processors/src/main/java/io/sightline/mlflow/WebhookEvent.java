package io.sightline.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import java.io.IOException;

/**
 * What has happened in MLflow. It says where to look, not what is there: events are late, repeated and lost.
 *
 * @param model name of the registered model
 */
public record WebhookEvent(String model) {
    private static final JsonMapper JSON = new JsonMapper();

    /**
     * Reads the body of a delivery, after its signature was judged.
     *
     * @throws PermanentFailure INVALID_PARAMETER when it names no model
     */
    public static WebhookEvent parse(byte[] body) {
        JsonNode event;
        try {
            event = JSON.readTree(body);
        } catch (IOException e) {
            throw refused("is no JSON");
        }
        var model = event.path("data").path("name");
        if (!model.isTextual() || model.textValue().isEmpty()) {
            throw refused("names no model; subscribe the webhook to events of registered models alone");
        }
        return new WebhookEvent(model.textValue());
    }

    private static PermanentFailure refused(String why) {
        return new PermanentFailure(FailureCode.INVALID_PARAMETER, "the body of the webhook " + why);
    }
}
