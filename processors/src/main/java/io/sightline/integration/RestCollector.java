package io.sightline.integration;

import io.sightline.integration.Facts.Guard;
import io.sightline.integration.Facts.HttpEndpoint;
import io.sightline.integration.Facts.Named;
import io.sightline.integration.YamlNode.Entries;
import io.sightline.integration.YamlNode.Text;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Takes the paths out of REST definitions. What a contract (openApi) opens, the security in it guards. */
final class RestCollector {
    private static final List<String> VERBS = List.of("delete", "get", "head", "patch", "post", "put");

    private final FileScope scope;
    private final Facts facts;

    RestCollector(FileScope scope, Facts facts) {
        this.scope = scope;
        this.facts = facts;
    }

    void collect(Entries rest, String path) {
        var base = rest.text("path").map(Text::value).orElse("");
        for (var verb : VERBS) {
            var operations = rest.items(verb);
            for (int index = 0; index < operations.size(); index++) {
                if (operations.get(index) instanceof Entries operation) {
                    operation(rest, verb, base, operation, Paths.index(Paths.key(path, verb), index));
                }
            }
        }
    }

    private void operation(Entries rest, String verb, String base, Entries operation, String path) {
        var method = verb.toUpperCase(Locale.ROOT);
        var own = operation.text("path").map(Text::value).orElse("");
        var full = HttpGuard.slashed(base + "/" + own);
        boolean open = HttpGuard.isPublic(rest) || HttpGuard.isPublic(operation);
        facts.httpEndpoints.add(new HttpEndpoint(
                new Named(scope.findings(), operation.place(), path, "rest " + verb + " " + full),
                method,
                full,
                "",
                open ? Guard.PUBLIC : Guard.NONE,
                target(operation)));
    }

    private static String target(Entries operation) {
        var to = operation.text("to");
        var uri = to.isPresent() ? to : operation.under("to").text("uri");
        return uri.map(Text::value)
                .map(EndpointUri::of)
                .flatMap(parsed ->
                        parsed.scheme().equals("direct") ? Optional.of("direct:" + parsed.path()) : Optional.empty())
                .orElse("");
    }
}
