package io.sightline.cases;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sightline.integration.CaseContent;
import io.sightline.integration.CaseFailure;
import io.sightline.integration.CaseReaction;
import io.sightline.integration.CaseValue;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** Does to an exchange what a case says that a bean or an endpoint does. */
final class Reaction {
    private static final JsonMapper JSON = new JsonMapper();
    /** Where classes of exceptions are looked for that are named without their package. */
    private static final List<String> PACKAGES =
            List.of("", "java.lang.", "java.io.", "java.util.", "org.apache.camel.");

    private final CaseReaction said;
    private final @Nullable Throwable failure;

    private Reaction(CaseReaction said, @Nullable Throwable failure) {
        this.said = said;
        this.failure = failure;
    }

    /** @throws CaseException when the failure that it is to end with cannot be made */
    static Reaction of(CaseReaction said, CamelContext camel) throws CaseException {
        return new Reaction(
                said, said.fails().isEmpty() ? null : failure(said.fails().get(), camel));
    }

    static Reaction failing(Throwable failure) {
        return new Reaction(CaseReaction.NONE, failure);
    }

    private static Throwable failure(CaseFailure said, CamelContext camel) throws CaseException {
        if (said.exception().isEmpty()) {
            return new IllegalStateException(said.message());
        }
        for (var prefix : PACKAGES) {
            var type = camel.getClassResolver().resolveClass(prefix + said.exception());
            if (type != null && Throwable.class.isAssignableFrom(type)) {
                return make(type.asSubclass(Throwable.class), said);
            }
        }
        throw new CaseException(
                said.place(),
                "there is no exception '" + said.exception() + "' on the class path; its name begins with its package");
    }

    private static Throwable make(Class<? extends Throwable> type, CaseFailure said) throws CaseException {
        try {
            return type.getConstructor(String.class).newInstance(said.message());
        } catch (ReflectiveOperationException e) {
            throw new CaseException(
                    said.place(),
                    "the exception '" + said.exception()
                            + "' cannot be thrown by a test, which makes exceptions of a message alone");
        }
    }

    void apply(Exchange exchange) throws Exception {
        if (failure != null) {
            // One that was thrown before keeps the trace of then, which nobody reads here.
            exchange.setException(failure);
            return;
        }
        set(exchange, said.body(), said.headers(), said.exchangeProperties());
    }

    static void set(
            Exchange exchange,
            CaseContent body,
            Map<String, CaseValue> headers,
            Map<String, CaseValue> exchangeProperties)
            throws IOException {
        var message = exchange.getMessage();
        set(message, body);
        each(headers, message::setHeader);
        each(exchangeProperties, exchange::setProperty);
    }

    private static void each(Map<String, CaseValue> values, BiConsumer<String, @Nullable Object> set) {
        values.forEach((name, value) -> set.accept(name, value.value()));
    }

    private static void set(Message message, CaseContent body) throws IOException {
        if (body instanceof CaseContent.Text text) {
            message.setBody(text.text());
        } else if (body instanceof CaseContent.Json json) {
            message.setBody(json.value().toString());
        } else if (body instanceof CaseContent.Data data) {
            message.setBody(JSON.convertValue(data.value(), Object.class));
        } else if (body instanceof CaseContent.Bytes bytes) {
            message.setBody(Files.readAllBytes(bytes.file()));
        }
    }
}
