package io.sightline.runtime;

import io.sightline.failure.Secrets;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;

/** What is set as a secret, by the names of settings: a message of a library may repeat it. */
final class SecretValues {
    /** Kafka's configuration of logins has the secrets within quotation marks. */
    private static final Pattern IN_LOGINS = Pattern.compile("(?i)\\w*(?:password|secret)\\w*\\s*=\\s*[\"']([^\"']+)");

    /** What stands between a text and the name of a placeholder in it, closed or not. */
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{|[:}]");
    /** Of a variable or a setting: who reads that it is not set needs it. */
    private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9_]*|[a-z0-9-]+(\\.[\\w\\[\\]-]+)+");

    private static final Pattern NO_SECRET = Pattern.compile("(?i)true|false|https?:.*|file:.*|.{0,3}", Pattern.DOTALL);

    private SecretValues() {}

    static Set<String> in(ConfigurableEnvironment environment) {
        var values = new TreeSet<String>();
        for (var source : environment.getPropertySources()) {
            if (source instanceof EnumerablePropertySource<?> listed) {
                for (var name : listed.getPropertyNames()) {
                    var lower = name.toLowerCase(Locale.ROOT);
                    if (Secrets.isNameOfOne(name) || lower.contains("jaas")) {
                        add(environment, String.valueOf(listed.getProperty(name)), values);
                    }
                }
            }
        }
        values.removeIf(value -> NO_SECRET.matcher(value).matches());
        return values;
    }

    private static void add(ConfigurableEnvironment environment, String value, Set<String> values) {
        // A message about what cannot be resolved repeats it as it was written.
        addParts(value, values);
        if (value.contains("${") && !NO_SECRET.matcher(value).matches()) {
            PLACEHOLDER
                    .splitAsStream(value)
                    .filter(part -> !NAME.matcher(part).matches())
                    .forEach(values::add);
        }
        try {
            addParts(environment.resolvePlaceholders(value), values);
        } catch (IllegalArgumentException e) {
            // A placeholder that leads back to itself stands for nothing.
        }
    }

    private static void addParts(String value, Set<String> values) {
        values.add(value);
        IN_LOGINS.matcher(value).results().forEach(found -> values.add(found.group(1)));
    }
}
