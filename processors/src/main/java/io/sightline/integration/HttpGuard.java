package io.sightline.integration;

import io.sightline.integration.Facts.Guard;
import io.sightline.integration.Facts.HttpEndpoint;
import io.sightline.integration.Facts.Named;
import io.sightline.integration.YamlNode.Entries;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What listens for HTTP, and what guards it. */
final class HttpGuard {
    /** Components that listen for HTTP when a route begins with them. */
    static final Set<String> SCHEMES =
            Set.of("platform-http", "rest", "servlet", "jetty", "undertow", "netty-http", "webhook");

    private static final Pattern PUBLIC = Pattern.compile("sightline\\.public\\s*[:=]\\s*['\"]?true");

    private HttpGuard() {}

    /** Of a route: a policy is one only when it is the first step, since whatever is before it nothing guards. */
    static Guard of(Entries route, Entries from) {
        if (isPublic(route) || isPublic(from)) {
            return Guard.PUBLIC;
        }
        var steps = from.items("steps");
        return !steps.isEmpty()
                        && steps.get(0) instanceof Entries step
                        && step.get("policy")
                                .filter(policy -> policy instanceof Entries entries
                                        && !entries.items("steps").isEmpty())
                                .isPresent()
                ? Guard.POLICY
                : Guard.NONE;
    }

    /** Whether it says in its note that everybody may call it. */
    static boolean isPublic(Entries definition) {
        return definition.text("note").filter(note -> saysPublic(note.value())).isPresent();
    }

    static boolean saysPublic(String note) {
        return PUBLIC.matcher(note).find();
    }

    static Optional<HttpEndpoint> listener(Endpoint from, Findings findings, String precondition, Guard guard) {
        if (!SCHEMES.contains(from.uri().scheme())) {
            return Optional.empty();
        }
        var path = from.address();
        var methods = from.option("httpMethodRestrict");
        return Optional.of(new HttpEndpoint(
                new Named(findings, from.text().place(), from.path(), from.uri().scheme() + ":" + path),
                sorted(methods),
                slashed(path),
                precondition,
                guard,
                ""));
    }

    static String slashed(String path) {
        return ("/" + path).replaceAll("/+", "/").replaceFirst("(?<=.)/$", "");
    }

    private static String sorted(String methods) {
        return Arrays.stream(methods.toUpperCase(Locale.ROOT).split(","))
                .map(String::strip)
                .sorted()
                .collect(Collectors.joining(","));
    }
}
