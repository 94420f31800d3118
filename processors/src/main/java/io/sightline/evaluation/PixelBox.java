package io.sightline.evaluation;

import io.sightline.detection.Detection;

/** An upright rectangle in pixels of the upright picture; x and y are its top left corner. */
record PixelBox(double x, double y, double width, double height) {
    /** Where a detection lies on a picture. */
    static PixelBox of(Detection detection, GoldenPicture picture) {
        var box = detection.box();
        return new PixelBox(
                (double) box.x() * picture.width(),
                (double) box.y() * picture.height(),
                (double) box.width() * picture.width(),
                (double) box.height() * picture.height());
    }

    double area() {
        return width * height;
    }

    /** Intersection over union, 0..1. */
    double intersectionOverUnion(PixelBox other) {
        var shared = intersection(other);
        return shared == 0 ? 0 : shared / (area() + other.area() - shared);
    }

    /** The share of this box that lies within the other one, 0..1. */
    double intersectionOverArea(PixelBox other) {
        var shared = intersection(other);
        return shared == 0 ? 0 : shared / area();
    }

    private double intersection(PixelBox other) {
        var across = Math.min(x + width, other.x + other.width) - Math.max(x, other.x);
        var down = Math.min(y + height, other.y + other.height) - Math.max(y, other.y);
        return across <= 0 || down <= 0 ? 0 : across * down;
    }
}
