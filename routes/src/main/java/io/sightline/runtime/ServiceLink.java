package io.sightline.runtime;

import java.util.regex.Pattern;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Environment variables that Kubernetes sets in each container for every Service of its namespace: those of a Service
 * named {@code sightline} or {@code sightline-api} look like settings of ours and are none.
 *
 * <p>Source: Kubernetes, Service, "Environment variables".
 */
final class ServiceLink {
    /** The Service's name, in the form that variables are read in: dots for underscores, brackets around numbers. */
    private static final String SERVICE = "sightline(\\.[^.\\[]+|\\[\\d+])*?\\.";

    private static final Pattern LINK = Pattern.compile(SERVICE
            + "(service\\.(host|port(\\.[^.\\[]+|\\[\\d+])*)|port\\[\\d+]\\.(tcp|udp|sctp)(\\.(proto|port|addr))?)");
    private static final Pattern PORT = Pattern.compile(SERVICE + "port");
    private static final Pattern PORT_VALUE = Pattern.compile("(tcp|udp|sctp)://.+:\\d+");

    private ServiceLink() {}

    static boolean isOne(ConfigurationPropertyName name, ConfigurationPropertySource source) {
        if (!(source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource)) {
            return false;
        }
        return LINK.matcher(name.toString()).matches()
                || (PORT.matcher(name.toString()).matches() && holdsAnAddress(name, source));
    }

    /** A link is an address; a mere number was meant to be a setting. */
    private static boolean holdsAnAddress(ConfigurationPropertyName name, ConfigurationPropertySource source) {
        var property = source.getConfigurationProperty(name);
        return property != null
                && PORT_VALUE.matcher(String.valueOf(property.getValue())).matches();
    }
}
