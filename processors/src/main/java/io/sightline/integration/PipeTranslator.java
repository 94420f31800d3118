package io.sightline.integration;

import io.sightline.integration.YamlNode.Entries;
import java.util.List;

/**
 * Writes the route that does what a Pipe says. The same file gives the same text, wherever it is; placeholders stay
 * placeholders, so that no secret comes into it.
 *
 * <p>Camel's own loader of Pipes hands values over encoded, resolves no placeholders in them, and refuses two Pipes of
 * one source: seen on 4.17.0.
 */
public final class PipeTranslator {
    private PipeTranslator() {}

    /**
     * The routes of all Pipes of a file, in their order; what else it holds is passed over.
     *
     * @param file one that {@link Validator} finds no error in
     * @throws IllegalArgumentException when a Pipe lacks what it cannot be without
     */
    public static List<PipeRoute> translate(SourceFile file) {
        return YamlReader.read(file, new Findings(file.name())).stream()
                .filter(Entries.class::isInstance)
                .map(Entries.class::cast)
                .filter(document -> Resources.kind(document).equals("Pipe"))
                .map(document -> new PipeTranslation(file, document).route())
                .toList();
    }
}
