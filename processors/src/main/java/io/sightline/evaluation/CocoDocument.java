package io.sightline.evaluation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What a COCO document says, entry by entry, each checked by itself when it is added. */
final class CocoDocument {
    /**
     * Longest side of a picture in pixels. Its square is where the range ends that pycocotools calls all areas: it
     * leaves larger boxes out.
     */
    private static final int MAX_SIDE = 100_000;

    private static final double MAX_AREA = (double) MAX_SIDE * MAX_SIDE;
    /** Tools round edges to whole pixels. */
    private static final double ROUNDING = 0.5;

    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*");

    private final String file;
    private final SortedMap<Long, GoldenPicture> pictures = new TreeMap<>();
    private final Set<String> fileNames = new HashSet<>();
    private final SortedMap<Long, String> categories = new TreeMap<>();
    private final Map<String, Long> categoryIds = new HashMap<>();
    private final Set<Long> annotationIds = new HashSet<>();
    private final List<Annotation> annotations = new ArrayList<>();

    private record Annotation(long id, long picture, GoldenBox box) {}

    CocoDocument(String file) {
        this.file = file;
    }

    void image(CocoEntry entry) {
        if (pictures.size() == GoldenSet.MAX_PICTURES) {
            throw GoldenSet.refusal(
                    file,
                    "it has more than " + GoldenSet.MAX_PICTURES
                            + " images, each of which both models would have to look at; leave some out");
        }
        var picture = new GoldenPicture(
                entry.id("id"), fileName(entry), entry.side("width", MAX_SIDE), entry.side("height", MAX_SIDE));
        if (pictures.put(picture.id(), picture) != null) {
            throw entry.wrong("id", "must be given once among the images");
        }
        if (!fileNames.add(picture.fileName())) {
            throw entry.wrong("file_name", "must be given once: the picture would count twice");
        }
    }

    void annotation(CocoEntry entry) {
        var id = entry.id("id");
        if (!annotationIds.add(id)) {
            throw entry.wrong("id", "must be given once among the annotations");
        }
        entry.requireWithin("area", MAX_AREA);
        var box = new GoldenBox(entry.id("category_id"), entry.box(), entry.flag("iscrowd"));
        annotations.add(new Annotation(id, entry.id("image_id"), box));
    }

    void category(CocoEntry entry) {
        var id = entry.id("id");
        var name = entry.text("name");
        if (categories.put(id, name) != null) {
            throw entry.wrong("id", "must be given once among the categories");
        }
        var other = categoryIds.put(name, id);
        if (other != null) {
            throw entry.wrong("name", "must be given once, category " + other + " has it too");
        }
    }

    /** In the order of their ids, as pycocotools counts them. */
    SortedMap<Long, GoldenPicture> pictures() {
        return pictures;
    }

    /** Names by id. */
    SortedMap<Long, String> categories() {
        return categories;
    }

    /**
     * True boxes by the id of their picture, in the order of the document.
     *
     * @throws IllegalArgumentException when an annotation names what is not there, or lies outside of its picture
     */
    Map<Long, List<GoldenBox>> boxes() {
        var boxes = new HashMap<Long, List<GoldenBox>>();
        for (var annotation : annotations) {
            var picture = pictures.get(annotation.picture());
            if (picture == null) {
                throw refusal(
                        annotation,
                        "image_id " + annotation.picture()
                                + " is none of the images' ids; add the image or take the annotation out");
            }
            if (!categories.containsKey(annotation.box().category())) {
                throw refusal(
                        annotation,
                        "category_id " + annotation.box().category()
                                + " is none of the categories' ids " + Names.shortened(categories.keySet())
                                + "; add the category or take the annotation out");
            }
            requireWithin(picture, annotation);
            boxes.computeIfAbsent(picture.id(), id -> new ArrayList<>()).add(annotation.box());
        }
        return boxes;
    }

    private void requireWithin(GoldenPicture picture, Annotation annotation) {
        var box = annotation.box().box();
        if (box.x() < -ROUNDING
                || box.y() < -ROUNDING
                || box.x() + box.width() > picture.width() + ROUNDING
                || box.y() + box.height() > picture.height() + ROUNDING) {
            throw refusal(
                    annotation,
                    "bbox [" + box.x() + ", " + box.y() + ", " + box.width() + ", " + box.height()
                            + "] (x, y, width, height) lies outside of image " + picture.id() + ", "
                            + picture.fileName() + ", of " + picture.width() + "x" + picture.height()
                            + " pixels; cut it off at the picture's edge");
        }
    }

    private IllegalArgumentException refusal(Annotation annotation, String reason) {
        return GoldenSet.refusal(file, "annotation " + annotation.id() + ": " + reason);
    }

    /** Whoever reads the pictures puts the name behind the path of a folder. */
    private static String fileName(CocoEntry entry) {
        var name = entry.text("file_name");
        var leadsOut = name.indexOf('\\') >= 0 || DRIVE.matcher(name).matches();
        for (var part : name.split("/", -1)) {
            leadsOut |= part.isEmpty() || part.equals(".") || part.equals("..");
        }
        if (leadsOut) {
            throw entry.wrong(
                    "file_name", "must be a path within the set's folder, with slashes and without . or .. parts");
        }
        return name;
    }
}
