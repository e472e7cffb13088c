"""Pith's DatasetQuantizer for PySpark. The session needs five kinds of jars in `spark.jars`: pith-spark, pith-core, javacpp, openblas
and the latter two's of the machines' platform; see docs/scale.md."""

from pyspark.ml.param import Param, Params, TypeConverters
from pyspark.ml.util import JavaMLWritable
from pyspark.ml.wrapper import JavaEstimator, JavaModel, JavaParams

_TYPES = {"numBins": TypeConverters.toInt, "seed": TypeConverters.toInt, "maxTaskBytes": TypeConverters.toInt,
          "lambda": TypeConverters.toFloat}
_NAMES = ("featuresCol", "embeddingsCol", "labelCol", "idCol", "numBins", "keep", "similarity", "method", "objective",
          "lambda", "seed", "maxTaskBytes", "checkpointDir")


class _QuantizerParams(JavaParams):
    pass


class DatasetQuantizer(JavaEstimator, _QuantizerParams, JavaMLWritable):
    """DatasetQuantizer(featuresCol="features", labelCol="label", idCol="id", numBins=10, keep="12.5%").fit(df).transform(df)"""

    def __init__(self, **params):
        super().__init__()
        self._java_obj = self._new_java_obj("dev.pith.spark.DatasetQuantizer", self.uid)
        self._set(**params)

    def _create_model(self, java_model):
        return DatasetQuantizerModel(java_model)

    @classmethod
    def load(cls, path):
        quantizer = cls()
        quantizer._java_obj = JavaParams._new_java_obj("dev.pith.spark.DatasetQuantizer.load", path)
        quantizer._resetUid(quantizer._java_obj.uid())
        quantizer._transfer_params_from_java()
        return quantizer


class DatasetQuantizerModel(JavaModel, _QuantizerParams, JavaMLWritable):
    """Adds bin, rank, gain, selected and weight."""

    @property
    def assignments(self):
        """id, bin, rank, gain, selected and weight of every row that was binned."""
        return self._call_java("assignments")

    @classmethod
    def load(cls, path):
        return cls(JavaParams._new_java_obj("dev.pith.spark.DatasetQuantizerModel.load", path))


def _setter(name):
    return lambda self, value: self._set(**{name: value})


for _name in _NAMES:
    setattr(_QuantizerParams, _name, Param(Params._dummy(), _name, f"see DatasetQuantizer.{_name}() in Java",
                                           _TYPES.get(_name, TypeConverters.toString)))
    setattr(DatasetQuantizer, "set" + _name[0].upper() + _name[1:], _setter(_name))
