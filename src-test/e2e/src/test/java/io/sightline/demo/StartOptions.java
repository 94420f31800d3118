package io.sightline.demo;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.Environment;

/** Options of the start, which are read before there is an application that would read them. */
public final class StartOptions {
    private StartOptions() {}

    /**
     * Reads those of one record, with its defaults where nothing is given.
     *
     * @param prefix what the names of the options begin with
     * @throws IllegalArgumentException when one has a value that makes no sense, in words for a person
     */
    public static <T> T read(Environment environment, String prefix, Class<T> type) {
        try {
            return Binder.get(environment).bindOrCreate(prefix, type);
        } catch (BindException e) {
            throw new IllegalArgumentException(refusal(e, prefix), e);
        }
    }

    private static String refusal(BindException refused, String prefix) {
        var reason = NestedExceptionUtils.getMostSpecificCause(refused).getMessage();
        var said = String.valueOf(reason);
        var property = refused.getProperty();
        return property == null || said.startsWith(prefix + ".")
                ? said
                : "%s is \"%s\", which cannot be read: %s".formatted(property.getName(), property.getValue(), said);
    }
}
