package io.sightline.camel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.lifecycle.PlainJson;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Records of the contract as JSON in messages between Kamelets. */
final class ContractJson {
    private static final JsonMapper JSON = new JsonMapper();

    private ContractJson() {}

    /** @throws PermanentFailure UNDECODABLE_RECORD when the body is no such record */
    static <T extends SpecificRecordBase> T read(Message message, Class<T> type) {
        try {
            return PlainJson.read(text(message), type);
        } catch (IllegalArgumentException e) {
            throw undecodable("the body is " + e.getMessage(), e);
        }
    }

    /** @throws PermanentFailure UNDECODABLE_RECORD when the body is no JSON object */
    static JsonNode object(Message message) {
        try {
            var object = JSON.readTree(text(message));
            if (!object.isObject()) {
                throw undecodable("the body is no JSON object, and a record as JSON is expected", null);
            }
            return object;
        } catch (JsonProcessingException e) {
            throw undecodable("the body is no JSON, and a record as JSON is expected", e);
        }
    }

    static void set(Message message, String json) {
        message.setBody(json);
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
    }

    static PermanentFailure undecodable(String message, @org.jspecify.annotations.Nullable Throwable cause) {
        return new PermanentFailure(FailureCode.UNDECODABLE_RECORD, message, cause);
    }

    private static String text(Message message) {
        var body = message.getBody(String.class);
        return body == null ? "" : body;
    }
}
