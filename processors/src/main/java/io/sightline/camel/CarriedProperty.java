package io.sightline.camel;

import io.sightline.integration.CarriedValue;
import java.util.Objects;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.spi.PropertiesFunction;
import org.jspecify.annotations.Nullable;

/**
 * {@code {{carried:name}}} in the URI of an endpoint: the property of that name so that it arrives as it is, whatever
 * it holds. A plain placeholder would let it end its option and begin others.
 */
public final class CarriedProperty implements PropertiesFunction, CamelContextAware {
    private @Nullable CamelContext camel;

    @Override
    public String getName() {
        return "carried";
    }

    /** @throws IllegalArgumentException when no URI carries it; the message names the property and not its value */
    @Override
    public String apply(String name) {
        var value = Objects.requireNonNull(camel).resolvePropertyPlaceholders("{{" + name + "}}");
        return CarriedValue.ofProperty(value)
                .orElseThrow(() -> new IllegalArgumentException("the property '" + name
                        + "' holds what no URI carries, such as a line break; components are given all in one"));
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
