"""Times training steps of the described pipeline's network in Keras at batch 64: prints rows a
second over as many random rows as the argument says."""

import os
import sys
import time

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import numpy as np
from keras import layers


def network():
    model = keras.Sequential([keras.Input((162, 1))])
    for index, width in enumerate([256, 256, 128, 64]):
        if index == 3:
            model.add(layers.Dropout(0.2))
        model.add(layers.Conv1D(width, 5, padding="same"))
        model.add(layers.BatchNormalization())
        model.add(layers.ReLU())
        model.add(layers.MaxPooling1D(5, strides=2, padding="same"))
    model.add(layers.Flatten())
    model.add(layers.Dense(32, activation="relu"))
    model.add(layers.Dropout(0.3))
    model.add(layers.Dense(8, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    return model


rows = int(sys.argv[1])
x = np.random.default_rng(1).random((rows, 162, 1), dtype=np.float32)
y = np.eye(8, dtype=np.float32)[np.arange(rows) % 8]
model = network()
model.fit(x[:256], y[:256], batch_size=64, epochs=1, verbose=0)
start = time.perf_counter()
model.fit(x, y, batch_size=64, epochs=1, verbose=0)
print(rows / (time.perf_counter() - start))
