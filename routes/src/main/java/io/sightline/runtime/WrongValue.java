package io.sightline.runtime;

import io.sightline.failure.Quotation;
import io.sightline.failure.Secrets;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;

/** Says of a setting that cannot be read which one it is, what it has, who has set it and what it is to have. */
final class WrongValue {
    private static final String ACTION =
            "Mend the value, or leave the setting out: the README lists all settings with their meaning and default.";

    /** What a value of some type looks like; of int it says the limit too. */
    private static final Map<Class<?>, String> EXPECTED = Map.of(
            int.class, "no whole number up to " + Integer.MAX_VALUE,
            long.class, "no whole number",
            double.class, "no number, such as 0.5",
            boolean.class, "neither true nor false",
            Duration.class, "no duration, such as 500ms, 30s, 5m, 2h or 7d",
            DataSize.class, "no size, such as 512KB or 64MB",
            URI.class, "no address, such as http://host:8080");

    private WrongValue() {}

    /** What start-up ends with. */
    static StartupException of(BindException failure, Environment environment) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindValidationException invalid) {
                return told(invalid.getValidationErrors().getAllErrors().stream()
                        .map(error -> broken(invalid.getValidationErrors().getName(), error, environment))
                        .sorted()
                        .collect(Collectors.joining("; ")));
            }
            if (cause instanceof ConversionException) {
                return told(assignment(failure.getName(), Optional.ofNullable(failure.getProperty()))
                        + " is " + expected(failure.getTarget())
                        + origin(Optional.ofNullable(failure.getProperty())));
            }
        }
        // A record refuses in its own words, by the name of the setting.
        var words = String.valueOf(
                NestedExceptionUtils.getMostSpecificCause(failure).getMessage());
        return told(words.startsWith("sightline.") ? words : failure.getName() + ": " + words);
    }

    static StartupException told(String message) {
        return new StartupException(message, ACTION, null);
    }

    /** A rule that a value breaks, or that the lack of one does. */
    private static String broken(ConfigurationPropertyName prefix, ObjectError error, Environment environment) {
        if (!(error instanceof FieldError field)) {
            return prefix + " " + error.getDefaultMessage();
        }
        var name = prefix + "." + DataObjectPropertyName.toDashedForm(field.getField());
        if (!ConfigurationPropertyName.isValid(name)) {
            return name + " " + error.getDefaultMessage();
        }
        var property = find(ConfigurationPropertyName.of(name), environment);
        return assignment(ConfigurationPropertyName.of(name), property) + " is refused: " + error.getDefaultMessage()
                + origin(property);
    }

    private static Optional<ConfigurationProperty> find(ConfigurationPropertyName name, Environment environment) {
        return StreamSupport.stream(
                        ConfigurationPropertySources.get(environment).spliterator(), false)
                .flatMap(source -> Optional.ofNullable(source.getConfigurationProperty(name)).stream())
                .findFirst();
    }

    private static String assignment(ConfigurationPropertyName name, Optional<ConfigurationProperty> property) {
        return name
                + property.map(found -> "=" + shown(name, String.valueOf(found.getValue())))
                        .orElse("");
    }

    private static String shown(ConfigurationPropertyName name, String value) {
        return Secrets.isNameOfOne(name.toString()) ? Secrets.HIDDEN : Quotation.of(Secrets.hiddenInValue(value));
    }

    private static String origin(Optional<ConfigurationProperty> property) {
        return property.flatMap(found -> Optional.ofNullable(found.getOrigin()))
                .map(origin -> "; it is set by " + origin)
                .orElse("");
    }

    private static String expected(Bindable<?> target) {
        var type = target.getType().resolve(Object.class);
        if (Collection.class.isAssignableFrom(type)) {
            var element = target.getType().asCollection().resolveGeneric();
            return "no list of " + (element == null ? "texts" : values(element));
        }
        return type.isEnum() ? "none of " + values(type) : EXPECTED.getOrDefault(type, "no " + type.getSimpleName());
    }

    /** What can be written for the constants of an enum; the name of any other type. */
    static String values(Class<?> type) {
        return type.isEnum()
                ? Arrays.stream(type.getEnumConstants())
                        .map(value -> value.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
                        .collect(Collectors.joining(", "))
                : type.getSimpleName();
    }
}
