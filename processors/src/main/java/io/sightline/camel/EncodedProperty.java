package io.sightline.camel;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.spi.PropertiesFunction;
import org.jspecify.annotations.Nullable;

/**
 * {@code {{encoded:name}}} among the constructor's arguments of a Kamelet's bean: the property of that name as letters,
 * digits, {@code -} and {@code _}. Camel makes one text of the arguments and reads it again, so that a plain value may
 * break it, lose its blanks, count as a number or name another bean.
 */
public final class EncodedProperty implements PropertiesFunction, CamelContextAware {
    /** So that nothing that is encoded looks like a number or a word. */
    private static final String MARK = "_";

    private @Nullable CamelContext camel;

    @Override
    public String getName() {
        return "encoded";
    }

    @Override
    public String apply(String name) {
        var value = Objects.requireNonNull(camel).resolvePropertyPlaceholders("{{" + name + "}}");
        return MARK + Base64.getUrlEncoder().withoutPadding().encodeToString(value.getBytes(StandardCharsets.UTF_8));
    }

    /** What was encoded. */
    static String decoded(String argument) {
        return new String(Base64.getUrlDecoder().decode(argument.substring(MARK.length())), StandardCharsets.UTF_8);
    }

    @Override
    public void setCamelContext(CamelContext context) {
        camel = context;
    }

    @Override
    public @Nullable CamelContext getCamelContext() {
        return camel;
    }
}
