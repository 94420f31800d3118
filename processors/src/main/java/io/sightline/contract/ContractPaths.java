package io.sightline.contract;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which methods the contracts list at a path. */
public final class ContractPaths {
    private static final Pattern PARAMETER = Pattern.compile("\\{[^/}]+}");

    private final Map<String, Path> paths = new ConcurrentSkipListMap<>();

    /**
     * Adds an operation.
     *
     * @param template path as a contract has it, its server's base before it
     */
    public void add(String method, String template) {
        paths.computeIfAbsent(template, Path::of).methods.add(method);
    }

    /** Methods at a path as a client sends it, decoded, in their order; none when no contract knows the path. */
    public List<String> methods(@Nullable String path) {
        var methods = new TreeSet<String>();
        if (path != null) {
            paths.values().stream()
                    .filter(known -> known.pattern.matcher(path).matches())
                    .forEach(known -> methods.addAll(known.methods));
        }
        return List.copyOf(methods);
    }

    private record Path(Pattern pattern, ConcurrentSkipListSet<String> methods) {
        /** The root of an API answers with and without its slash. */
        static Path of(String template) {
            var stem = template.endsWith("/") ? template.substring(0, template.length() - 1) : template;
            var regex =
                    Arrays.stream(PARAMETER.split(stem, -1)).map(Pattern::quote).collect(Collectors.joining("[^/]+"));
            return new Path(
                    Pattern.compile(stem.equals(template) ? regex : regex + "/?"), new ConcurrentSkipListSet<>());
        }
    }
}
