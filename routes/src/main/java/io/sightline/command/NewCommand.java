package io.sightline.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code new route|kamelet|pipe NAME}: prints a file to start from. */
@Command(
        name = "new",
        description = "Prints a commented, valid file to start from.",
        footer = {
            "",
            "The name of a Kamelet ends with -source, -sink or -action, which says what it is. Keep the file as",
            "NAME.camel.yaml, NAME.kamelet.yaml or NAME.pipe.yaml: new route my-route > my-route.camel.yaml"
        })
final class NewCommand implements Callable<Integer> {
    private static final int WRONGLY_CALLED = 2;
    private static final Pattern NAME = Pattern.compile("[a-z]([a-z0-9-]{0,60}[a-z0-9])?");
    private static final Pattern TYPED = Pattern.compile(".+-(source|sink|action)");

    private final PrintWriter out;
    private final PrintWriter err;

    @Parameters(index = "0", paramLabel = "KIND", description = "route, kamelet or pipe")
    private Kind kind = Kind.route;

    @Parameters(index = "1", paramLabel = "NAME", description = "Lower-case letters, digits and dashes.")
    private String name = "";

    NewCommand(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() throws IOException {
        if (!NAME.matcher(name).matches()) {
            return wrong("'" + name
                    + "' is no name: it has lower-case letters, digits and dashes, and begins with a letter");
        }
        var typed = TYPED.matcher(name);
        boolean isTyped = typed.matches();
        if (kind == Kind.kamelet && !isTyped) {
            return wrong("the name of a Kamelet ends with -source, -sink or -action, and '" + name + "' does not");
        }
        var loader = getClass().getClassLoader();
        if (kind == Kind.route && RuntimeSurroundings.guarded(loader, Set.of()).contains(name)) {
            return wrong("'" + name + "' is a built-in route that guards something, and no file replaces it unless"
                    + " sightline.routes.replace names it; choose another name");
        }
        if (kind == Kind.pipe && RuntimeSurroundings.builtInIds(loader).contains(name)) {
            return wrong("the name '" + name + "' is taken by a built-in route; choose another one");
        }
        out.print(template(kind == Kind.kamelet ? "kamelet-" + typed.group(1) : kind.name())
                .replace("@name@", name)
                .replace("@title@", title(name)));
        out.flush();
        return 0;
    }

    private String template(String start) throws IOException {
        try (var input = Objects.requireNonNull(getClass().getResourceAsStream(start + ".yaml"), start)) {
            return new String(input.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** {@code my-source} as {@code My Source}. */
    private static String title(String name) {
        return Pattern.compile("(^|-)([a-z0-9])")
                .matcher(name)
                .replaceAll(found ->
                        (found.group(1).isEmpty() ? "" : " ") + found.group(2).toUpperCase(Locale.ROOT));
    }

    private int wrong(String message) {
        err.println(message);
        return WRONGLY_CALLED;
    }

    /** What there is; the names are what users write. */
    enum Kind {
        route,
        kamelet,
        pipe
    }
}
