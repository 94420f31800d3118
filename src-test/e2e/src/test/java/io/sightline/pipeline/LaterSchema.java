package io.sightline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sightline.claim.ClaimNaming;
import io.sightline.frame.v1.FrameReceived;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;

/** A schema of claims that a writer has and the registry has not, until somebody registers it. */
final class LaterSchema {
    private LaterSchema() {}

    /** The contract's schema of a claim with one field more, at its end. */
    static String text() {
        var schema = FrameReceived.getClassSchema();
        var fields = new ArrayList<>(schema.getFields().stream()
                .map(field -> new Schema.Field(field, field.schema()))
                .toList());
        fields.add(new Schema.Field("exposure" + System.nanoTime(), Schema.create(Schema.Type.NULL), "None.", null));
        return Schema.createRecord(schema.getName(), schema.getDoc(), schema.getNamespace(), false, fields)
                .toString();
    }

    /** A claim of a picture that is there, as a writer with a schema of this id would write it: null takes no byte. */
    static byte[] claim(Map<String, String> settings, int schemaId) throws IOException {
        var now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        var frame = FrameReceived.newBuilder()
                .setFrameId(UUID.randomUUID())
                .setClaim(new ClaimNaming(String.valueOf(settings.get("sightline.s3.bucket")))
                        .claim(NumberedPicture.jpeg(1), "image/jpeg"))
                .setSourceId("camera-1")
                .setCapturedAt(now)
                .setReceivedAt(now)
                .setWidth(256)
                .setHeight(96)
                .build();
        var bytes = new ByteArrayOutputStream();
        bytes.write(ByteBuffer.allocate(5).put((byte) 0).putInt(schemaId).array());
        var encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new SpecificDatumWriter<>(frame.getSchema(), SpecificData.getForClass(FrameReceived.class))
                .write(frame, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    /** Registers a schema under a subject that nobody reads; answers its id. */
    static int register(Map<String, String> settings, String schema) throws IOException, InterruptedException {
        var json = new JsonMapper();
        var request = HttpRequest.newBuilder(URI.create(
                        settings.get("sightline.registry.url") + "/subjects/any" + System.nanoTime() + "/versions"))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .POST(BodyPublishers.ofString(json.writeValueAsString(Map.of("schema", schema, "schemaType", "AVRO"))))
                .build();
        var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json.readTree(answer.body()).path("id").asInt();
    }
}
