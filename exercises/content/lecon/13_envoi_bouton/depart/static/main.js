// Le script de la page « direct ».
