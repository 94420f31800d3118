package io.sightline.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The commands of one of the ways back of the operations guide, read out of the guide. */
final class Rehearsal {
    private static final Path GUIDE = Path.of("..", "..", "helm", "operations.md");

    private Rehearsal() {}

    /** @param name as the mark before the block has it */
    static List<String> commands(String name) throws IOException {
        var mark = "<!-- rehearsed: " + name + " -->\n```\n";
        var guide = Files.readString(GUIDE);
        var begin = guide.indexOf(mark) + mark.length();
        return guide.substring(begin, guide.indexOf("\n```\n", begin)).lines().toList();
    }

    /** What a command says: the first group of what matches. */
    static String told(String command, String pattern) {
        var found = Pattern.compile(pattern).matcher(command);
        if (!found.find()) {
            throw new IllegalStateException("the guide says " + command + ", which has no " + pattern);
        }
        return found.group(1);
    }
}
