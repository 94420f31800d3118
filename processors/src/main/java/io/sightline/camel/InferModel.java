package io.sightline.camel;

import io.sightline.protocol.ContentCoding;
import io.sightline.protocol.OpenInference;
import io.sightline.protocol.ProtocolBody;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * Body in: a request of the Open Inference Protocol; headers model, version, Inference-Header-Content-Length,
 * Accept-Encoding. Body out: its answer, compressed when the client asks for it.
 */
public final class InferModel implements Processor {
    private static final String JSON_LENGTH = "Inference-Header-Content-Length";

    private final OpenInference inference;

    public InferModel(OpenInference inference) {
        this.inference = inference;
    }

    @Override
    public void process(Exchange exchange) {
        var message = exchange.getMessage();
        var jsonLength = (Long) message.removeHeader(JSON_LENGTH);
        var answer = inference.infer(
                message.getHeader("model", String.class),
                Optional.ofNullable(message.getHeader("version", String.class)),
                message.getBody(byte[].class),
                jsonLength == null ? OptionalLong.empty() : OptionalLong.of(jsonLength));
        write(answer, message);
    }

    private static void write(ProtocolBody answer, Message message) {
        var coding = ContentCoding.accepted(message.getHeader("Accept-Encoding", "", String.class));
        var body = coding.map(wanted -> wanted.deflate(answer.bytes())).orElse(answer.bytes());
        // On the response itself: Camel would compress a second time, and leave the length out.
        var response = message.getHeader(ContractRequest.SERVLET_RESPONSE, HttpServletResponse.class);
        coding.ifPresent(wanted -> response.setHeader("Content-Encoding", wanted.token()));
        response.setContentLength(body.length);
        answer.jsonLength().ifPresent(length -> message.setHeader(JSON_LENGTH, length));
        message.setHeader(Exchange.CONTENT_TYPE, answer.mediaType());
        message.setHeader("Cache-Control", "no-store");
        message.setBody(body);
    }
}
