package io.sightline.detection;

import io.sightline.failure.NearestName;
import io.sightline.failure.Quotation;
import java.util.List;
import java.util.Optional;

/** The families that are known; a further one is one more entry in {@link #standard()}. */
public record DetectorFamilies(List<DetectorFamily> families) {
    public DetectorFamilies {
        families = List.copyOf(families);
    }

    /** Every family of this release. */
    public static DetectorFamilies standard() {
        return new DetectorFamilies(List.of(
                new Dbnet(),
                new Yolo(),
                new Yolov5(),
                new YoloEndToEnd(),
                new Rtdetr(),
                new Rfdetr(),
                new Ssd(),
                new CenterFace(),
                new Scrfd(),
                new PicoDet()));
    }

    /**
     * The family of this name.
     *
     * @throws IllegalArgumentException with the known names and the one that is probably meant
     */
    public DetectorFamily named(String name) {
        return families.stream()
                .filter(family -> family.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("family " + Quotation.of(name) + " is not known"
                        + hint(name) + "; known families are " + names()));
    }

    private String hint(String name) {
        return FamilyHint.of(name, names())
                .map(family -> ", did you mean " + family + "?")
                .orElseGet(() -> FamilyHint.isStranger(name) ? "" : NearestName.hint(name, names()));
    }

    /** Every family that recognises the signature. */
    public List<DetectorFamily> fitting(ModelSignature signature) {
        return families.stream().filter(family -> family.recognises(signature)).toList();
    }

    /** The only family that recognises the signature; empty when none or several do. */
    public Optional<DetectorFamily> recognising(ModelSignature signature) {
        var candidates = fitting(signature);
        return candidates.size() == 1 ? Optional.of(candidates.get(0)) : Optional.empty();
    }

    public List<String> names() {
        return families.stream().map(DetectorFamily::name).toList();
    }
}
