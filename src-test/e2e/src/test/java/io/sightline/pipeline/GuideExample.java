package io.sightline.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One example of the README's guide, read out of the README.
 *
 * @param heading what it is an example of
 * @param file name of the file that it tells to make
 * @param yaml all blocks of YAML; an example has one
 * @param before the blocks of commands above it, which prepare
 * @param after those below it, which show that it works
 */
record GuideExample(String heading, String file, List<String> yaml, List<String> before, List<String> after) {
    private static final Path README = Path.of("..", "..", "README.md");
    private static final String BEGIN = "\n## Guide: change what runs\n";
    private static final Pattern FILE = Pattern.compile("`my-routes/([^`/]+)`");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```([a-z]*)\\n(.*?)^```$");

    /** All examples in their order. */
    static List<GuideExample> all() throws IOException {
        var readme = Files.readString(README);
        var from = readme.indexOf(BEGIN) + BEGIN.length();
        var guide = readme.substring(from, readme.indexOf("\n## ", from));
        return Arrays.stream(guide.split("(?m)^### ", -1))
                .skip(1)
                .map(GuideExample::read)
                .toList();
    }

    /** What commands say: the first group of all that matches. */
    static List<String> told(List<String> blocks, String pattern) {
        return blocks.stream()
                .flatMap(block -> Pattern.compile(pattern).matcher(block).results())
                .map(found -> found.group(1))
                .toList();
    }

    /** The file's content. */
    String content() {
        return yaml.get(0);
    }

    private static GuideExample read(String part) {
        var file = FILE.matcher(part);
        var begin = part.indexOf("```yaml");
        return new GuideExample(
                part.substring(0, part.indexOf('\n')),
                file.find() ? file.group(1) : "",
                blocks(part, "yaml"),
                blocks(part.substring(0, Math.max(begin, 0)), ""),
                blocks(part.substring(Math.max(begin, 0)), ""));
    }

    private static List<String> blocks(String part, String language) {
        return BLOCK.matcher(part)
                .results()
                .filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2))
                .toList();
    }
}
