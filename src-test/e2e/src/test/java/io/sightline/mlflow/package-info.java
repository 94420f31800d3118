/** A real MLflow, as data scientists use it and as the promotion of models reads it. */
@NullMarked
package io.sightline.mlflow;

import org.jspecify.annotations.NullMarked;
