package io.sightline.contract;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which operations the contracts list at a path. */
public final class ContractPaths {
    private static final Pattern PARAMETER = Pattern.compile("\\{[^/}]+}");

    private final Map<String, Path> paths = new ConcurrentSkipListMap<>();

    /**
     * An operation that was found by a path.
     *
     * @param template path as a contract has it, its server's base before it
     */
    public record Found(String template, ContractOperation operation) {}

    /**
     * Adds an operation.
     *
     * @param template path as a contract has it, its server's base before it
     */
    public void add(String method, String template, ContractOperation operation) {
        paths.computeIfAbsent(template, Path::of).operations.put(method, operation);
    }

    /** The operation that a client asks for; none when no contract lists it. */
    public Optional<Found> find(@Nullable String method, @Nullable String path) {
        if (method == null || path == null) {
            return Optional.empty();
        }
        // A letter sorts before a brace: what is written out counts before what is a parameter.
        for (var entry : paths.entrySet()) {
            var operation = entry.getValue().operations.get(method);
            if (operation != null && entry.getValue().pattern.matcher(path).matches()) {
                return Optional.of(new Found(entry.getKey(), operation));
            }
        }
        return Optional.empty();
    }

    /** Methods at a path as a client sends it, decoded, in their order; none when no contract knows the path. */
    public List<String> methods(@Nullable String path) {
        var methods = new TreeSet<String>();
        if (path != null) {
            paths.values().stream()
                    .filter(known -> known.pattern.matcher(path).matches())
                    .forEach(known -> methods.addAll(known.operations.keySet()));
        }
        return List.copyOf(methods);
    }

    private record Path(Pattern pattern, ConcurrentSkipListMap<String, ContractOperation> operations) {
        /** The root of an API answers with and without its slash. */
        static Path of(String template) {
            var stem = template.endsWith("/") ? template.substring(0, template.length() - 1) : template;
            var regex =
                    Arrays.stream(PARAMETER.split(stem, -1)).map(Pattern::quote).collect(Collectors.joining("[^/]+"));
            return new Path(
                    Pattern.compile(stem.equals(template) ? regex : regex + "/?"), new ConcurrentSkipListMap<>());
        }
    }
}
