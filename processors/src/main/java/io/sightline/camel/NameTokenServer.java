package io.sightline.camel;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Body in: a contract. Body out: the same, with the addresses at which this process's Keycloak gives tokens. */
public final class NameTokenServer implements Processor {
    private static final Pattern ADDRESS = Pattern.compile("((?:authorization|token)Url: )\\S+/realms/[^/\\s]+");

    private final String replacement;

    /** @param issuer of the realm, such as {@code https://keycloak.example.org/realms/sightline} */
    public NameTokenServer(String issuer) {
        this.replacement = "$1" + Matcher.quoteReplacement(issuer);
    }

    @Override
    public void process(Exchange exchange) {
        var message = exchange.getMessage();
        message.setBody(ADDRESS.matcher(message.getBody(String.class)).replaceAll(replacement));
    }
}
