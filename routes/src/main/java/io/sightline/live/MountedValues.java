package io.sightline.live;

import io.sightline.failure.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertiesFunction;

/**
 * Placeholders such as <code>{{secret:name/key}}</code> and <code>{{configmap:name/key:default}}</code>, read from
 * where Kubernetes has mounted the Secret or ConfigMap: a folder of its name, a file for each key. The API server is
 * not asked, so that no process needs leave to read all Secrets.
 */
public final class MountedValues implements PropertiesFunction {
    /** The functions that there are, by what stands before the colon. */
    static final List<String> FUNCTIONS = List.of("secret", "configmap");

    /** As Kubernetes takes names of keys: neither the folder itself nor one above, nor what it keeps for itself. */
    private static final Pattern NAME = Pattern.compile("(?!\\.$|\\.\\.)[-._A-Za-z0-9]+");

    private static final Pattern QUOTED = Pattern.compile("([\"'])([^\"']{2,})\\1");

    /** A shorter value keeps nothing secret, and would hide parts of words. */
    private static final int SHORTEST = 3;

    private final String function;
    private final Path folder;
    /** Lines of the values that were asked for, the longest first. */
    private final Set<String> given = new ConcurrentSkipListSet<>(
            Comparator.<String>comparingInt(line -> -line.length()).thenComparing(Comparator.naturalOrder()));

    /**
     * Reads nothing yet.
     *
     * @param function what stands before the colon
     * @param folder of the folders
     */
    public MountedValues(String function, Path folder) {
        this.function = function;
        this.folder = folder;
    }

    @Override
    public String getName() {
        return function;
    }

    @Override
    public boolean lookupFirst(String remainder) {
        return false;
    }

    @Override
    public String apply(String remainder) {
        int colon = remainder.indexOf(':');
        var words = colon < 0 ? remainder : remainder.substring(0, colon);
        var parts = words.strip().split("/", -1);
        if (parts.length != 2
                || !NAME.matcher(parts[0]).matches()
                || !NAME.matcher(parts[1]).matches()) {
            throw new IllegalArgumentException(
                    "{{" + function + ":" + words + "}} is not of the form {{" + function + ":name/key}}");
        }
        var file = folder.resolve(parts[0]).resolve(parts[1]);
        if (Files.isRegularFile(file)) {
            try {
                var value = Files.readString(file).replaceFirst("\\R$", "");
                value.lines().filter(line -> line.length() >= SHORTEST).forEach(given::add);
                return value;
            } catch (IOException e) {
                throw new UncheckedIOException("{{" + function + ":" + words + "}} cannot be read from " + file, e);
            }
        }
        if (colon >= 0) {
            return remainder.substring(colon + 1);
        }
        throw new IllegalArgumentException(
                "{{" + function + ":" + words + "}} has no value: there is no file " + file + "; mount it there");
    }

    /** The functions of one context are those of another one too. */
    static void share(CamelContext from, CamelContext to) {
        for (var name : FUNCTIONS) {
            if (from.getPropertiesComponent().hasPropertiesFunction(name)) {
                to.getPropertiesComponent()
                        .addPropertiesFunction(from.getPropertiesComponent().getPropertiesFunction(name));
            }
        }
    }

    /** A text that people read, without the values of Secrets that this context has asked for. */
    static String hidden(CamelContext camel, String text) {
        var properties = camel.getPropertiesComponent();
        return properties.hasPropertiesFunction(FUNCTIONS.get(0))
                        && properties.getPropertiesFunction(FUNCTIONS.get(0)) instanceof MountedValues secrets
                ? secrets.hidden(text)
                : text;
    }

    private String hidden(String text) {
        var hidden = text;
        for (var line : given) {
            var encoded = URLEncoder.encode(line, StandardCharsets.UTF_8);
            hidden = hidden.replace(line, Secrets.HIDDEN)
                    .replace(encoded, Secrets.HIDDEN)
                    .replace(encoded.replace("+", "%20"), Secrets.HIDDEN);
        }
        // Of what is to be a number or a duration Camel quotes the part that it cannot read.
        return QUOTED.matcher(hidden)
                .replaceAll(found -> given.stream().anyMatch(line -> line.contains(found.group(2)))
                        ? found.group(1) + Secrets.HIDDEN + found.group(1)
                        : Matcher.quoteReplacement(found.group()));
    }
}
