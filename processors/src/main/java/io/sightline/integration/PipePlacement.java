package io.sightline.integration;

import io.sightline.failure.Quotation;
import io.sightline.integration.YamlNode.Entries;
import io.sightline.integration.YamlNode.Text;
import java.util.ArrayList;
import java.util.List;

/**
 * The Pipes of a file, and in how many processes they run. A file goes from one process to another as a whole.
 *
 * @param names of its Pipes, in their order; none when it holds none, cannot be read, or has a Pipe whose name is none
 *     that Kubernetes takes
 * @param everywhere whether all of its Pipes say that each process runs them
 */
public record PipePlacement(List<String> names, boolean everywhere) {
    static final String ANNOTATION = "sightline.runs-on";
    private static final String EVERY = "every-pod";
    private static final List<String> VALUES = List.of("one-pod", EVERY);
    private static final PipePlacement NONE = new PipePlacement(List.of(), false);

    public PipePlacement {
        names = List.copyOf(names);
    }

    /** Finds it without judging the file. */
    public static PipePlacement of(SourceFile file) {
        if (file.name().endsWith(".java") || file.isTooLong()) {
            return NONE;
        }
        var names = new ArrayList<String>();
        boolean everywhere = true;
        boolean isNamed = true;
        for (var document : YamlReader.read(file, new Findings(file.name()))) {
            if (document instanceof Entries resource && Resources.kind(resource).equals("Pipe")) {
                var metadata = resource.under("metadata");
                var name = metadata.text("name").map(Text::value).filter(Resources::isName);
                name.ifPresent(names::add);
                isNamed &= name.isPresent();
                everywhere &= metadata.under("annotations")
                        .text(ANNOTATION)
                        .filter(value -> value.value().equals(EVERY))
                        .isPresent();
            }
        }
        return names.isEmpty() || !isNamed ? NONE : new PipePlacement(names, everywhere);
    }

    /** Judges what a Pipe says of where it runs. */
    static void check(Entries annotations, Findings findings) {
        annotations
                .text(ANNOTATION)
                .filter(value -> !VALUES.contains(value.value()))
                .ifPresent(value -> findings.error(
                        value.place(),
                        "metadata.annotations",
                        "'" + ANNOTATION + "' is '" + Quotation.of(value.value())
                                + "', and expected is one of one-pod, every-pod",
                        Near.hint(value.value(), VALUES).orElse("")));
    }
}
