package io.sightline.camel;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultExchange;

/** The messages that the parts of a split became, as the body of an exchange of their own. */
final class Gathered {
    private Gathered() {}

    /** None yet. */
    static Exchange start(Exchange part) {
        var result = new DefaultExchange(part.getContext());
        result.getMessage().setBody(new ArrayList<Message>());
        return result;
    }

    @SuppressWarnings("unchecked")
    static List<Message> messages(Exchange exchange) {
        return (List<Message>) exchange.getMessage().getBody();
    }
}
