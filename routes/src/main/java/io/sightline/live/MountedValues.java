package io.sightline.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.apache.camel.spi.PropertiesFunction;

/**
 * Placeholders such as <code>{{secret:name/key}}</code> and <code>{{configmap:name/key:default}}</code>, read from
 * where Kubernetes has mounted the Secret or ConfigMap: a folder of its name, a file for each key. The API server is
 * not asked, so that no process needs leave to read all Secrets.
 */
public final class MountedValues implements PropertiesFunction {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][-._A-Za-z0-9]*");

    private final String function;
    private final Path folder;

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
                return Files.readString(file).replaceFirst("\\R$", "");
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
}
