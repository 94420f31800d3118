package io.sightline.mutation;

import io.sightline.model.SmallDetector;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/** Sound requests to a {@link SmallDetector}: what is broken afterwards gets far before it is found out. */
final class Drafts {
    private static final int SIDE = SmallDetector.SIDE;

    private final String model;
    private final String token;

    Drafts(String model, String token) {
        this.model = model;
        this.token = token;
    }

    List<Draft> all() {
        var drafts = new ArrayList<Draft>();
        for (var format : List.of("jpeg", "png")) {
            var picture = picture(format);
            drafts.add(Draft.of("POST", "/v1/inference?model=" + model, picture)
                    .header("Content-Type", "image/" + format));
            drafts.add(Draft.of(
                            "POST",
                            "/v1/inference?model=" + model + "&minConfidence=0.5&maxDetections=3&image=annotated",
                            picture)
                    .header("Content-Type", "application/octet-stream"));
            drafts.add(encoded(picture));
            drafts.add(Draft.of("POST", infer(), picture).header("Inference-Header-Content-Length", "0"));
        }
        drafts.add(Draft.of("POST", "/v1/inference?model=" + model + "&version=1", form(picture("jpeg")))
                .header("Content-Type", "multipart/form-data; boundary=x"));
        drafts.add(numbers());
        drafts.add(binary());
        for (var path : List.of("", "/ready", "/versions/1", "/versions/1/ready")) {
            drafts.add(Draft.of("GET", "/v2/models/" + model + path, new byte[0]));
        }
        drafts.add(Draft.of("POST", "/v2/repository/index", new byte[0]));
        drafts.forEach(draft -> draft.header("Authorization", "Bearer " + token));
        return drafts;
    }

    private String infer() {
        return "/v2/models/" + model + "/infer";
    }

    private Draft numbers() {
        var data = new StringBuilder("0");
        for (int i = 1; i < 3 * SIDE * SIDE; i++) {
            data.append(",0.").append(i % 10);
        }
        var json =
                "{\"id\":\"1\",\"inputs\":[{\"name\":\"x\",\"shape\":[1,3,%d,%d],\"datatype\":\"FP32\",\"data\":[%s]}],"
                                .formatted(SIDE, SIDE, data)
                        + "\"outputs\":[{\"name\":\"map\",\"parameters\":{\"binary_data\":true}}]}";
        return Draft.ofTensors(infer(), json, new byte[0]).header("Content-Type", "application/json");
    }

    private Draft binary() {
        var content = new byte[3 * SIDE * SIDE * Float.BYTES];
        var json =
                "{\"inputs\":[{\"name\":\"x\",\"shape\":[1,3,%d,%d],\"datatype\":\"FP32\",\"parameters\":{\"binary_data_size\":%d}}],"
                                .formatted(SIDE, SIDE, content.length)
                        + "\"parameters\":{\"binary_data_output\":true}}";
        return Draft.ofTensors("/v2/models/" + model + "/versions/1/infer", json, content)
                .header("Content-Type", "application/octet-stream");
    }

    private Draft encoded(byte[] picture) {
        var content = new ByteArrayOutputStream();
        for (int shift = 0; shift < 32; shift += 8) {
            content.write(picture.length >> shift);
        }
        content.writeBytes(picture);
        var json =
                "{\"inputs\":[{\"name\":\"x\",\"shape\":[1],\"datatype\":\"BYTES\",\"parameters\":{\"binary_data_size\":%d}}]}"
                        .formatted(content.size());
        return Draft.ofTensors(infer(), json, content.toByteArray());
    }

    private static byte[] form(byte[] picture) {
        var form = new ByteArrayOutputStream();
        form.writeBytes(("--x\r\nContent-Disposition: form-data; name=\"picture\"; filename=\"p.jpg\"\r\n"
                        + "Content-Type: image/jpeg\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        form.writeBytes(picture);
        form.writeBytes("\r\n--x--\r\n".getBytes(StandardCharsets.US_ASCII));
        return form.toByteArray();
    }

    private static byte[] picture(String format) {
        var picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        var drawing = picture.createGraphics();
        drawing.setColor(Color.LIGHT_GRAY);
        drawing.fillRect(0, 0, SIDE, SIDE);
        drawing.setColor(Color.BLACK);
        drawing.fillRect(10, 20, 30, 12);
        drawing.dispose();
        try (var bytes = new ByteArrayOutputStream()) {
            ImageIO.write(picture, format, bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
