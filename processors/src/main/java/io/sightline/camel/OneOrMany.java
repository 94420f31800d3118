package io.sightline.camel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultMessage;
import org.jspecify.annotations.Nullable;

/**
 * Lets an action take one thing or a list of them. Body in: one, a list, or a JSON array. Body out: what a split with
 * this as its {@code aggregationStrategy} goes through; behind the split the body is what became of the one, or the
 * list in its order, as a JSON array when all of it is JSON. The first that fails fails the whole.
 */
public final class OneOrMany implements Processor, AggregationStrategy {
    private static final String JSON_TYPE = "application/json";

    private final JsonMapper json = new JsonMapper();
    private final boolean readsArrays;

    /**
     * @param readsArrays whether a text that begins with a bracket is a list; otherwise it is content like any other
     */
    public OneOrMany(boolean readsArrays) {
        this.readsArrays = readsArrays;
    }

    @Override
    public void process(Exchange exchange) throws JsonProcessingException {
        var message = exchange.getMessage();
        var many = many(message);
        exchange.setProperty(Keys.MANY, many != null);
        message.setBody(
                many == null
                        ? List.of(like(message, message.getBody()))
                        : many.stream().map(element -> like(message, element)).toList());
    }

    @Override
    public Exchange aggregate(@Nullable Exchange gathered, Exchange part) {
        var result = gathered == null ? Gathered.start(part) : gathered;
        if (part.getException() != null) {
            result.setException(part.getException());
        } else {
            Gathered.messages(result).add(part.getMessage().copy());
        }
        return result;
    }

    @Override
    public void onCompletion(@Nullable Exchange result, Exchange given) {
        if (result == null || result.getException() != null) {
            return;
        }
        var messages = Gathered.messages(result);
        if (!given.getProperty(Keys.MANY, false, Boolean.class)) {
            result.setMessage(messages.get(0));
            return;
        }
        boolean isJson =
                messages.stream().allMatch(message -> JSON_TYPE.equals(message.getHeader(Exchange.CONTENT_TYPE)));
        if (isJson) {
            ContractJson.set(
                    result.getMessage(),
                    messages.stream()
                            .map(message -> message.getBody(String.class))
                            .collect(Collectors.joining(",", "[", "]")));
        } else {
            result.getMessage().setBody(messages.stream().map(Message::getBody).toList());
        }
    }

    /** The elements; null when the body is one thing. */
    private @Nullable List<?> many(Message message) throws JsonProcessingException {
        if (message.getBody() instanceof List<?> list) {
            return list;
        }
        if (!readsArrays || !beginsWithBracket(message)) {
            return null;
        }
        var elements = new ArrayList<String>();
        json.readTree(message.getBody(String.class)).forEach(element -> elements.add(element.toString()));
        return elements;
    }

    private static boolean beginsWithBracket(Message message) {
        if (message.getBody() instanceof byte[] bytes) {
            var start = new String(bytes, 0, Math.min(bytes.length, 16), StandardCharsets.ISO_8859_1);
            return start.stripLeading().startsWith("[");
        }
        return message.getBody() instanceof String text && text.stripLeading().startsWith("[");
    }

    private static Message like(Message given, @Nullable Object body) {
        var message = new DefaultMessage(given.getExchange().getContext());
        message.setHeaders(new HashMap<>(given.getHeaders()));
        message.setBody(body);
        return message;
    }
}
