package io.sightline.cases;

import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertiesFunction;

/**
 * Stands for placeholders like {@code {{env:NAME}}}, which read the machine: their values are properties of that name,
 * or their defaults.
 */
record EnvironmentFunction(String name, CamelContext camel) implements PropertiesFunction {
    private static final List<String> ALL = List.of("env", "sys", "service", "service.host", "service.port");

    /** All that read the machine. */
    static List<EnvironmentFunction> all(CamelContext camel) {
        return ALL.stream().map(name -> new EnvironmentFunction(name, camel)).toList();
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public String apply(String remainder) {
        int colon = remainder.indexOf(':');
        var key = colon < 0 ? remainder : remainder.substring(0, colon);
        return camel.getPropertiesComponent()
                .resolveProperty(key)
                .or(() -> colon < 0 ? Optional.empty() : Optional.of(remainder.substring(colon + 1)))
                .orElseThrow(() -> new IllegalArgumentException("{{" + name + ":" + key
                        + "}} has no value, since tests do not read the machine; set " + key + " under 'properties'"));
    }
}
